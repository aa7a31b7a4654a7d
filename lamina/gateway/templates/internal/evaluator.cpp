#include "lamina/gateway/templates/internal/evaluator.h"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <utility>

namespace lamina::gateway::templates {

evaluator::evaluator(const syntax_tree& tree, const template_input& input, const limits& allowed)
    : tree_(tree),
      input_(input),
      allowed_(allowed),
      memory_(allowed),
      patterns_(memory_),
      variables_(tree.variables.size()) {
  variables_[input_variable] = built_in::input;
  variables_[util_variable] = built_in::util;
}

result<void> evaluator::run(std::string& out) {
  render(tree_.body, out);
  if (failed_) return *failed_;
  if (memory_.is_exhausted()) return error(500, "the template makes too much work");
  return {};
}

// The first mistake counts; what follows is not done.
value evaluator::fail(std::string why, int status) {
  if (!failed_) {
    failed_.emplace(status, "line " + std::to_string(where_.line) + ", column " + std::to_string(where_.column) + ": " +
                                std::move(why));
  }
  flow_ = flow::stop;
  return absent{};
}

bool evaluator::may_go_on(const std::string& out) {
  if (!memory_.spend(1)) flow_ = flow::stop;
  if (out.size() > allowed_.output) fail("the template's text is too long");
  return flow_ == flow::on;
}

void evaluator::render(const block& from, std::string& out) {
  for (const statement& one : from.statements) {
    if (!may_go_on(out)) return;
    if (const auto* text = std::get_if<std::string>(&one))
      out += *text;
    else if (const auto* printed = std::get_if<reference>(&one))
      print(*printed, out);
    else if (const auto* assigned = std::get_if<set_statement>(&one))
      assign(*assigned);
    else if (const auto* chosen = std::get_if<if_statement>(&one))
      choose(*chosen, out);
    else if (const auto* repeated = std::get_if<foreach_statement>(&one))
      repeat(*repeated, out);
    else if (const auto* defined = std::get_if<define_statement>(&one))
      variables_[defined->variable] = defined->body.get();
    else if (const auto* called = std::get_if<macro_call>(&one))
      call(*called, out);
    else
      flow_ = std::get<jump>(one) == jump::stop || loop_ == nullptr ? flow::stop : flow::leave_loop;
  }
}

void evaluator::print(const reference& from, std::string& out) {
  const bool is_known = tree_.variables[from.variable].is_known;
  if (!is_known) {
    out += from.backslashes;
    if (!from.is_quiet || !from.backslashes.empty()) out += from.source;
    return;
  }
  out.append(from.backslashes.size() / 2, '\\');
  if (from.backslashes.size() % 2 == 1) return void(out += from.source);
  const value found = look_up(from, from.accesses.size());
  if (const auto* body = as<const block*>(found))
    render_defined(**body, out);
  else
    append_text(out, found, memory_);
}

void evaluator::render_defined(const block& from, std::string& out) {
  if (++depth_ > allowed_.depth)
    fail("macros and definitions within each other, more than " + std::to_string(allowed_.depth));
  else
    render(from, out);
  --depth_;
}

// As Velocity does, a name keeps its value if there is nothing to give it.
void evaluator::assign(const set_statement& from) {
  const value content = evaluate(from.from);
  if (as<unset>(content) != nullptr || flow_ != flow::on) return;
  if (from.to.accesses.empty()) {
    variables_[from.to.variable] = content;
    return;
  }
  const value target = look_up(from.to, from.to.accesses.size() - 1);
  if (flow_ == flow::on) set_in(target, from.to.accesses.back(), content);
}

void evaluator::choose(const if_statement& from, std::string& out) {
  for (const auto& branch : from.branches) {
    const bool is_chosen = holds(branch.condition);
    if (flow_ != flow::on) return;
    if (is_chosen) return render(*branch.body, out);
  }
  if (from.otherwise) render(*from.otherwise, out);
}

// Of a map its values are gone through, of a text or number nothing.
std::vector<value> evaluator::items_of(const value& over) {
  if (auto* const* list = as<list_value*>(over)) return {(*list)->items.begin(), (*list)->items.end()};
  std::vector<value> items;
  if (auto* const* map = as<map_value*>(over))
    for (const auto& entry : (*map)->entries) items.push_back(entry.held);
  return items;
}

void evaluator::repeat(const foreach_statement& from, std::string& out) {
  const std::vector<value> items = items_of(evaluate(from.over));
  const std::size_t rounds = std::min(items.size(), allowed_.loops);
  if (!memory_.spend(items.size() / 16)) return;
  loop now{.outer = loop_};
  const value before = variables_[from.variable];
  loop_ = &now;
  for (std::size_t i = 0; i < rounds && may_go_on(out); ++i) {
    now.index = static_cast<std::int64_t>(i);
    now.has_next = i + 1 < items.size();
    variables_[from.variable] = items[i];
    render(*from.body, out);
    if (flow_ == flow::leave_loop) {
      flow_ = flow::on;
      break;
    }
  }
  loop_ = now.outer;
  variables_[from.variable] = before;
}

// Arguments are values; the parameters' names have theirs again afterwards.
void evaluator::call(const macro_call& from, std::string& out) {
  const macro& called = tree_.macros[from.macro];
  if (!called.body) return;
  boost::container::small_vector<value, 4> arguments, before;
  for (const expression& one : from.arguments) arguments.push_back(evaluate(one));
  for (std::size_t i = 0; i < called.parameters.size(); ++i) {
    before.push_back(variables_[called.parameters[i]]);
    variables_[called.parameters[i]] = i < arguments.size() ? arguments[i] : value();
  }
  where_ = from.where;
  render_defined(*called.body, out);
  for (std::size_t i = called.parameters.size(); i-- > 0;) variables_[called.parameters[i]] = before[i];
}

std::string_view evaluator::text_of(const value& one) {
  if (const auto* text = as<std::string_view>(one)) return *text;
  std::string text;
  append_text(text, one, memory_);
  return keep(text);
}

}  // namespace lamina::gateway::templates
