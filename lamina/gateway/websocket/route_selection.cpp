#include "lamina/gateway/websocket/route_selection.h"

#include <span>

#include "lamina/gateway/integration/json_cursor.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view body = "request.body";

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// How far a variable without braces goes: "request.body.a" of "request.body.a. b".
std::size_t bare_size(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i < text.size() &&
         (is_name_character(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_name_character(text[i + 1]))))
    ++i;
  return i;
}

// The names below the body: "request.body.service.do" -> service, do.
result<std::vector<std::string>> names_of(std::string_view variable) {
  std::vector<std::string> names;
  std::string_view rest = variable;
  if (rest.starts_with(body)) rest.remove_prefix(body.size());
  if (rest.size() == variable.size() || !(rest.empty() || rest.front() == '.'))
    return error("expected $request.body or $request.body.<name>, found \"$" + std::string(variable) +
                 "\" (a dollar sign that is only text is written \\$)");
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view name = rest.substr(0, rest.find('.'));
    if (name.empty()) return error("a name is missing between the dots of \"$" + std::string(variable) + "\"");
    names.emplace_back(name);
    rest.remove_prefix(name.size());
  }
  return names;
}

// A value on its way from the message into the key.
struct found_value {
  bool is_there = false;
  json_text text{};
};

bool has_name(const json_text& key, const std::string& name) {
  if (!key.escaped) return key.raw == name;
  if (key.raw.size() > 6 * name.size()) return false;  // no escape is longer than six times what it stands for
  std::string unescaped;
  unescape_to(unescaped, key.raw);
  return unescaped == name;
}

// False: not JSON.
bool read_key(json_cursor& at, found_value& out) noexcept {
  const char first = at.peek();
  if (first == '{' || first == '[') return at.skip_value();
  if (first == '"') return out.is_there = at.read_string(out.text);
  std::string_view scalar;
  if (!at.read_scalar(scalar)) return false;
  out.is_there = scalar != "null";
  out.text = {scalar, false};
  return true;
}

bool find_value(json_cursor& at, std::span<const std::string> names, found_value& out) {
  out = {};  // of a repeated name the last counts
  if (names.empty()) return read_key(at, out);
  if (at.peek() != '{') return at.skip_value();
  return at.read_object([&](const json_text& key) {
    return has_name(key, names.front()) ? find_value(at, names.subspan(1), out) : at.skip_value();
  });
}

std::optional<json_text> value_in(std::string_view message, std::span<const std::string> names) {
  json_cursor at(message);
  found_value found;
  if (!find_value(at, names, found) || !at.at_end() || !found.is_there) return std::nullopt;
  return found.text;
}

}  // namespace

result<route_selection> route_selection::compile(std::string_view expression) {
  if (expression.empty()) return error("expected an expression such as $request.body.action, found none");
  route_selection made;
  std::string text;
  const auto end_text = [&] {
    if (!text.empty()) made.parts_.push_back({.text = std::exchange(text, {})});
  };
  while (!expression.empty()) {
    const bool escaped = expression.starts_with("\\$");
    if (escaped || expression.front() != '$') {
      text += escaped ? '$' : expression.front();
      expression.remove_prefix(escaped ? 2 : 1);
      continue;
    }
    expression.remove_prefix(1);
    const bool braced = expression.starts_with('{');
    if (braced) expression.remove_prefix(1);
    const std::size_t size = braced ? expression.find('}') : bare_size(expression);
    if (size == std::string_view::npos)
      return error("the brace of \"${" + std::string(expression) + "\" is not closed");
    auto names = names_of(expression.substr(0, size));
    if (!names) return names.error();
    end_text();
    made.parts_.push_back({.is_variable = true, .names = *std::move(names)});
    expression.remove_prefix(size + (braced ? 1 : 0));
  }
  end_text();
  return made;
}

std::optional<std::string_view> route_selection::key_of(std::string_view message, std::string& storage) const {
  storage.clear();
  for (const part& one : parts_) {
    if (!one.is_variable) {
      storage += one.text;
      continue;
    }
    const auto value = value_in(message, one.names);
    if (!value) return std::nullopt;
    if (parts_.size() == 1 && !value->escaped) return value->raw;
    unescape_to(storage, value->raw);
  }
  return storage;
}

}  // namespace lamina::gateway
