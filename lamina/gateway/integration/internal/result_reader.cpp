#include "lamina/gateway/integration/internal/result_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

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

// All of the text is one number, which is whole: 200.0 is a 200 as well.
bool is_status(std::string_view digits, int& status) noexcept {
  const char* const end = digits.data() + digits.size();
  const auto whole = std::from_chars(digits.data(), end, status);
  if (whole.ec != std::errc()) return false;
  if (whole.ptr != end) {
    double number = 0;
    const auto read = std::from_chars(digits.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || !(number >= 200 && number <= 599)) return false;
    status = static_cast<int>(number);
    if (status != number) return false;
  }
  return status >= 200 && status <= 599;
}

// As text too, in two spellings: AWS's SAM CLI has that from trials with the service.
std::optional<bool> flag_of(std::string_view word, bool is_text) noexcept {
  if (word == "true" || (is_text && word == "True")) return true;
  if (word == "false" || word == (is_text ? "False" : "null")) return false;
  return std::nullopt;
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
  return (read && is_status(digits, status)) || fail("statusCode: expected 200 to 599");
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
  json_text text;
  const bool is_text = cursor.peek() == '"';
  const bool read = is_text ? cursor.read_string(text) : cursor.read_scalar(word);
  if (is_text && read) word = text_of(text);
  const auto said = read ? flag_of(word, is_text) : std::nullopt;
  flag = said.value_or(false);
  return said || fail(std::string(name) + ": expected true or false");
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
