#include "lamina/gateway/listener/access_format.h"

#include <algorithm>

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t max_format = 3 * 1024;
constexpr std::string_view beginning = "$context.";

bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// How much of the text is the name of a variable.
std::size_t name_length(std::string_view text) noexcept {
  const bool is_property = text.starts_with("authorizer.");
  const auto joins = [&](std::size_t at) {
    const char c = text[at];
    return (c == '.' || (is_property && (c == '-' || c == ':'))) && at + 1 < text.size() && is_word(text[at + 1]);
  };
  std::size_t length = 0;
  while (length < text.size() && (is_word(text[length]) || (length > 0 && joins(length)))) ++length;
  return length;
}

// Of JSON text: whether its end is in a string, given whether its beginning was.
bool ends_in_quotes(std::string_view text, bool in_quotes) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_quotes && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      in_quotes = !in_quotes;
  }
  return in_quotes;
}

}  // namespace

result<access_format> access_format::compile(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.size() > max_format)
    return error("an access log format has at most 3072 bytes, not " + std::to_string(text.size()));
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; }))
    return error("an access log format is one line, without control characters");

  access_format made;
  made.escaping_ = escaping_of(text);
  std::string before;
  bool in_quotes = false;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(beginning), text.size());
    before += text.substr(0, at);
    in_quotes = ends_in_quotes(text.substr(0, at), in_quotes);
    text.remove_prefix(at);
    if (text.empty()) break;
    const std::size_t length = name_length(text.substr(beginning.size()));
    if (length == 0) {
      before += beginning;
    } else {
      made.add(std::exchange(before, {}), text.substr(beginning.size(), length), in_quotes);
    }
    text.remove_prefix(beginning.size() + length);
  }
  made.end_ = std::move(before);
  return made;
}

void access_format::add(std::string before, std::string_view name, bool in_quotes) {
  std::string_view rest;
  const access_variable* variable = find_access_variable(name, rest);
  if (variable == nullptr && std::ranges::find(unknown_, name) == unknown_.end()) unknown_.emplace_back(name);
  pieces_.push_back({.before = std::move(before),
                     .variable = variable,
                     .rest = std::string(rest),
                     .needs_quotes = escaping_ == access_escaping::json && !in_quotes});
}

void access_format::write(std::string& out, const access_source& from) const {
  out.clear();
  for (const piece& each : pieces_) append(out += each.before, each, from);
  out += end_;
}

void access_format::append(std::string& out, const piece& each, const access_source& from) const {
  using kind = access_value::kind;
  access_value value;
  if (each.variable != nullptr && each.variable->read != nullptr) value = each.variable->read(from, each.rest);
  if (value.is == kind::number) return append_number(out, value.number);
  if (value.is == kind::missing) value.text = "-";
  if (each.needs_quotes) return quote_text_to(out, value.text);
  const bool brings_quotes = value.is == kind::quoted && escaping_ != access_escaping::json;
  const std::string_view quote = escaping_ == access_escaping::xml ? "&quot;" : "\"";
  if (brings_quotes) out += quote;
  append_escaped(out, value.text, escaping_);
  if (brings_quotes) out += quote;
}

}  // namespace lamina::gateway
