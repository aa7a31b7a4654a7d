#include "lamina/gateway/templates/internal/evaluator.h"

namespace lamina::gateway::templates {
namespace {

value or_absent(const value* found) { return found == nullptr ? value(absent{}) : *found; }

}  // namespace

value evaluator::variable(std::size_t place) {
  value& kept = variables_[place];
  switch (place) {
    case context_variable:
      if (is_null(kept)) kept = context();
      return kept;
    case stage_variable:
      if (is_null(kept)) kept = stage_variables();
      return kept;
    case loop_variable: return loop_ == nullptr ? value() : value(built_in::loop);
    case count_variable: return loop_ == nullptr ? value() : value(loop_->index + 1);
    default: return kept;
  }
}

value evaluator::look_up(const reference& from, std::size_t accesses) {
  where_ = from.where;
  if (from.variable == loop_variable) return of_loop(from, accesses);
  value now = variable(from.variable);
  for (std::size_t i = 0; i < accesses && flow_ == flow::on; ++i) {
    if (is_null(now)) return now;
    if (const auto* body = as<const block*>(now)) now = interpolate(**body);
    now = step_into(now, from.accesses[i]);
  }
  return now;
}

// $foreach.index, $foreach.parent.index
value evaluator::of_loop(const reference& from, std::size_t accesses) const {
  const loop* at = loop_;
  std::size_t i = 0;
  for (; i < accesses && from.accesses[i].name == "parent" && at != nullptr; ++i) at = at->outer;
  if (at == nullptr) return unset{};
  if (i + 1 != accesses) return built_in::loop;
  const std::string_view name = from.accesses[i].name;
  if (name == "index") return at->index;
  if (name == "count") return at->index + 1;
  if (name == "hasNext") return at->has_next;
  if (name == "first") return at->index == 0;
  if (name == "last") return !at->has_next;
  return absent{};
}

value evaluator::step_into(const value& from, const access& how) {
  if (!memory_.spend(1)) return absent{};
  switch (how.what) {
    case access::kind::property: return property_of(from, how.name);
    case access::kind::call: return invoke(from, how);
    case access::kind::index: return index_into(from, evaluate(how.arguments[0]));
  }
  return absent{};
}

value evaluator::property_of(const value& from, std::string_view name) {
  if (auto* const* map = as<map_value*>(from)) return or_absent((*map)->find(name));
  if (const auto* built = as<built_in>(from)) {
    const bool is_body = *built == built_in::input && name == "body";
    if (is_body) return input_.body.empty() ? std::string_view("{}") : input_.body;
    return absent{};
  }
  if (name == "empty") {
    if (auto* const* list = as<list_value*>(from)) return (*list)->items.empty();
    if (const auto* text = as<std::string_view>(from)) return text->empty();
  }
  return absent{};
}

value evaluator::index_into(const value& from, const value& index) {
  if (auto* const* map = as<map_value*>(from)) return or_absent((*map)->find(text_of(index)));
  auto* const* list = as<list_value*>(from);
  const auto* at = as<std::int64_t>(index);
  if (list == nullptr || at == nullptr) return absent{};
  const auto size = static_cast<std::int64_t>((*list)->items.size());
  const std::int64_t place = *at < 0 ? *at + size : *at;
  if (place < 0 || place >= size) return fail("index " + std::to_string(*at) + " of a list of " + std::to_string(size));
  return (*list)->items[static_cast<std::size_t>(place)];
}

void evaluator::put_in(map_value& target, std::string_view key, const value& content) {
  if (target.is_final && target.find(key) != nullptr)
    fail("an override may be set once: " + std::string(key));
  else
    target.set(key, content);
}

void evaluator::set_in(const value& target, const access& how, const value& content) {
  const value key = how.what == access::kind::index ? evaluate(how.arguments[0]) : value(std::string_view(how.name));
  if (auto* const* map = as<map_value*>(target)) return put_in(**map, text_of(key), content);
  auto* const* list = as<list_value*>(target);
  const auto* at = as<std::int64_t>(key);
  if (list == nullptr || at == nullptr) return;
  if (*at < 0 || *at >= static_cast<std::int64_t>((*list)->items.size()))
    return void(fail("index " + std::to_string(*at) + " is not in the list"));
  (*list)->items[static_cast<std::size_t>(*at)] = content;
}

}  // namespace lamina::gateway::templates
