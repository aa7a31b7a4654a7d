#include "lamina/config/internal/node.h"

#include <charconv>

namespace lamina::config {

void loading::warn(const location& where, const std::string& text) {
  if (said_.insert(where.text() + '\n' + text).second) warned_.push_back({where, text});
}

void loading::warn_once(const std::string& subject, const location& where, const std::string& text) {
  if (said_.insert(subject).second) warned_.push_back({where, text});
}

void loading::fail(const location& where, const std::string& text) { fail(error(where.text() + ": " + text)); }

void loading::fail(error why) {
  if (!failure_) failure_ = std::move(why);
}

node::node(loading& all, written raw) : all_(&all), raw_(std::move(raw)), found_(raw_) {
  auto followed = all.variables().follow(raw_);
  if (!followed) {
    all.fail(followed.error());
    found_.value = nullptr;
    return;
  }
  found_ = *std::move(followed);
}

std::string node::kind() const {
  if (!is_given()) return "nothing";
  if (is_map()) return "a map";
  if (is_list()) return "a list";
  if (found_.value->is_number()) return "a number";
  if (found_.value->is_bool()) return found_.value->get_bool() ? "true" : "false";
  return "the text '" + std::string(found_.value->get_string()).substr(0, 60) + "'";
}

node node::operator[](std::string_view key) const {
  const json::value* member = is_map() ? found_.value->get_object().if_contains(key) : nullptr;
  // A member of a map that came from outside has no place of its own.
  return {*all_,
          {member, found_.in, member_path(found_.path, key), is_unresolved() ? found_.missing : std::string(), false,
           found_.done}};
}

bool node::has(std::string_view key) const { return is_map() && found_.value->get_object().contains(key); }

std::vector<std::pair<std::string, node>> node::members() const {
  std::vector<std::pair<std::string, node>> out;
  if (!is_map()) return out;
  for (const auto& member : found_.value->get_object()) out.emplace_back(member.key(), (*this)[member.key()]);
  return out;
}

std::vector<node> node::items() const {
  std::vector<node> out;
  if (!is_list()) return out;
  const auto& items = found_.value->get_array();
  for (std::size_t i = 0; i < items.size(); ++i)
    out.push_back({*all_, {&items[i], found_.in, item_path(found_.path, i), {}, false, found_.done}});
  return out;
}

bool node::warn_unresolved(std::string_view otherwise) const {
  if (is_unresolved()) warn("cannot be resolved (" + why() + "); " + std::string(otherwise));
  return is_unresolved();
}

std::optional<std::string> node::text(std::string_view otherwise) const {
  if (warn_unresolved(otherwise) || !is_given()) return std::nullopt;
  if (is_map() || is_list()) {
    expected("text");
    return std::nullopt;
  }
  if (is_text()) return std::string(found_.value->get_string());
  return json::serialize(*found_.value);
}

std::optional<std::string> node::needed_text() const {
  if (is_unresolved()) {
    fail("cannot be resolved: " + why());
    return std::nullopt;
  }
  return text("");
}

std::optional<std::int64_t> node::whole_number(std::string_view otherwise, std::int64_t most) const {
  const auto digits = text(otherwise);
  if (!digits) return std::nullopt;
  std::int64_t number = 0;
  const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number);
  if (read.ec != std::errc() || read.ptr != digits->data() + digits->size() || number < 0 || number > most) {
    expected("a whole number from 0 to " + std::to_string(most));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> node::boolean(std::string_view otherwise) const {
  if (warn_unresolved(otherwise) || !is_given()) return std::nullopt;
  if (is_true() || is_false()) return is_true();
  const std::string_view word = is_text() ? std::string_view(found_.value->get_string()) : std::string_view();
  if (word != "true" && word != "false") {
    expected("true or false");
    return std::nullopt;
  }
  return word == "true";
}

std::vector<std::string> node::texts(std::string_view otherwise) const {
  std::vector<std::string> out;
  if (!is_list()) {
    if (auto one = text(otherwise)) out.push_back(*std::move(one));
    return out;
  }
  for (const node& item : items())
    if (auto one = item.text(otherwise)) out.push_back(*std::move(one));
  return out;
}

json::value node::resolved(std::vector<unresolved>& missing) const {
  auto out = all_->variables().resolve(found_.value ? found_ : raw_, missing);
  if (out) return *std::move(out);
  all_->fail(std::move(out).error());
  return nullptr;
}

json::value node::value(std::string_view otherwise) const {
  std::vector<unresolved> missing;
  json::value out = resolved(missing);
  for (const auto& one : missing)
    all_->warn(one.where, "cannot be resolved (" + one.why + "); " + std::string(otherwise));
  return out;
}

json::value node::quiet_value() const {
  std::vector<unresolved> missing;
  return resolved(missing);
}

std::optional<json::value> node::whole_value(std::string_view otherwise) const {
  std::vector<unresolved> missing;
  json::value out = resolved(missing);
  if (missing.empty()) return out;
  warn("cannot be resolved (" + missing.front().why + "); " + std::string(otherwise));
  return std::nullopt;
}

json::value merged(const json::value& left, const json::value& right) {
  if (left.is_array() && right.is_array()) {
    json::array out = left.get_array();
    for (const auto& item : right.get_array()) out.push_back(item);
    return out;
  }
  if (!left.is_object() || !right.is_object()) return right;
  json::object out = left.get_object();
  for (const auto& member : right.get_object()) {
    json::value& place = out[member.key()];
    place = merged(place, member.value());
  }
  return out;
}

}  // namespace lamina::config
