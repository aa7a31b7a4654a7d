#include "lamina/gateway/integration/internal/result_reader.h"

#include <algorithm>
#include <charconv>

#include "lamina/http/message.h"

namespace lamina::gateway::internal {
namespace {

constexpr std::size_t max_header_lines = 1000;  // each is compared with the others where two maps are merged

bool is_header_value(std::string_view value) noexcept {
  return std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

}  // namespace

// Unescaping never makes text longer, so that views into the storage stay good.
result_reader::result_reader(std::string_view payload, std::string& storage) : cursor(payload), storage_(storage) {
  storage_.clear();
  storage_.reserve(payload.size());
}

std::string_view result_reader::text_of(const json_text& text) {
  if (!text.escaped) return text.raw;
  const std::size_t start = storage_.size();
  unescape_to(storage_, text.raw);
  return std::string_view(storage_).substr(start);
}

bool result_reader::take_null() {
  std::string_view word;
  return cursor.peek() == 'n' && cursor.read_scalar(word);
}

bool result_reader::fail(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  return false;
}

bool result_reader::read_status(int& status) {
  if (take_null()) return true;
  std::string_view digits;
  json_text text;
  const bool read = cursor.peek() == '"' ? cursor.read_string(text) : cursor.read_scalar(digits);
  if (digits.empty()) digits = text_of(text);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
  const bool number = read && failure == std::errc() && end == digits.data() + digits.size();
  return (number && status >= 200 && status <= 599) || fail("statusCode: expected 200 to 599");
}

bool result_reader::read_text(std::string_view name, std::string_view& text) {
  if (take_null()) return true;
  json_text found;
  if (!cursor.read_string(found)) return fail(std::string(name) + ": expected a string");
  text = text_of(found);
  return true;
}

bool result_reader::read_flag(std::string_view name, bool& flag) {
  std::string_view word;
  if (!cursor.read_scalar(word) || (word != "true" && word != "false" && word != "null"))
    return fail(std::string(name) + ": expected true or false");
  flag = word == "true";
  return true;
}

bool result_reader::add_header(header_lines& lines, std::string_view name) {
  if (take_null()) return true;
  std::string_view value;
  json_text text;
  if (cursor.peek() == '"' && cursor.read_string(text))
    value = text_of(text);
  else if (!cursor.read_scalar(value))
    return fail("headers: expected text for \"" + std::string(name.substr(0, 100)) + "\"");
  if (!http::is_token(name) || !is_header_value(value))
    return fail("headers: a name or value that HTTP does not allow");
  if (lines.size() == max_header_lines) return fail("headers: more than 1000 lines");
  lines.emplace_back(name, value);
  return true;
}

bool result_reader::read_headers(header_lines& lines) {
  lines.clear();
  if (take_null()) return true;
  return cursor.read_object([&](const json_text& key) { return add_header(lines, text_of(key)); }) ||
         fail("headers: expected an object of strings");
}

}  // namespace lamina::gateway::internal
