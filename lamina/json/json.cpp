#include "lamina/json/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "lamina/json/internal/document_reader.h"

namespace lamina::json {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

constexpr std::uint64_t ones = 0x0101'0101'0101'0101, tops = ones << 7;

// Does one of the eight bytes need one? A byte is zero where what was subtracted borrowed and its top bit was not set.
bool one_needs_escape(std::uint64_t eight) {
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };
  const std::uint64_t below_space = (eight - ones * 0x20) & ~eight;
  return ((below_space | has_zero(eight ^ (ones * '"')) | has_zero(eight ^ (ones * '\\'))) & tops) != 0;
}

// Where the next byte is that needs one, from `at` on.
std::size_t next_escape(std::string_view text, std::size_t at) {
  for (std::uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (one_needs_escape(eight)) break;
  }
  while (at < text.size() && !needs_escape(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void escape_to(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: out += {'\\', 'u', '0', '0', hex_digits[c >> 4], hex_digits[c & 15]};
  }
}

void write(std::string& out, const value& document);

void write(std::string& out, const object& members) {
  out += '{';
  bool first = true;
  for (const auto& [key, member] : members) {
    if (!first) out += ',';
    first = false;
    quote_to(out, key);
    out += ':';
    write(out, member);
  }
  out += '}';
}

void write(std::string& out, const array& items) {
  out += '[';
  bool first = true;
  for (const value& item : items) {
    if (!first) out += ',';
    first = false;
    write(out, item);
  }
  out += ']';
}

template <class Integer>
void write_integer(std::string& out, Integer number) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
  out.append(text.data(), end.ptr);
}

void write(std::string& out, const value& document) {
  switch (document.kind()) {
    case kind::null: out += "null"; return;
    case kind::bool_: out += document.get_bool() ? "true" : "false"; return;
    case kind::int64: write_integer(out, document.get_int64()); return;
    case kind::uint64: write_integer(out, document.get_uint64()); return;
    case kind::double_:
      if (std::isfinite(document.get_double()))
        number_to(out, document.get_double());
      else
        out += "null";
      return;
    case kind::string: quote_to(out, document.get_string()); return;
    case kind::array: write(out, document.get_array()); return;
    case kind::object: write(out, document.get_object()); return;
  }
}

// Numbers as people write them (12.5, 1700000000, 0.01), at a tenth of the cost: at most 15 digits read back as the one
// double next to them, so the first that does is the shortest. False: it is none of those.
bool short_number_to(std::string& out, double number) {
  constexpr std::array scales = {1, 10, 100, 1000};
  for (std::size_t places = 0; places < scales.size(); ++places) {
    const double scaled = number * scales[places];
    if (!(scaled < 1e15)) return false;
    const auto digits = static_cast<std::int64_t>(scaled + 0.5);
    if (static_cast<double>(digits) / scales[places] != number) continue;
    std::array<char, 24> text;
    const char* end = std::to_chars(text.data(), text.data() + text.size(), digits).ptr;
    const auto count = static_cast<std::size_t>(end - text.data());
    if (count <= places) out.append("0.").append(places - count, '0');
    out.append(text.data(), count);
    if (count > places && places > 0) out.insert(out.size() - places, 1, '.');
    return true;
  }
  return false;
}

bool equal_objects(const object& left, const object& right) {
  if (left.size() != right.size()) return false;
  for (const auto& [key, member] : left) {
    const value* other = right.if_contains(key);
    if (other == nullptr || !equal(member, *other)) return false;
  }
  return true;
}

bool equal_arrays(const array& left, const array& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!equal(left[i], right[i])) return false;
  return true;
}

}  // namespace

result<value> try_parse(std::string_view text, storage_ptr storage) {
  try {
    return internal::read_document(text, std::move(storage));
  } catch (const std::exception& caught) {  // no memory, or a text beyond Boost.JSON's sizes
    return error(422, caught.what());
  }
}

result<void> check(std::string_view text) {
  try {
    return internal::check_document(text);
  } catch (const std::exception& caught) {
    return error(422, caught.what());
  }
}

value parse(std::string_view text, storage_ptr storage) { return try_parse(text, std::move(storage)).value(); }

std::string serialize(const value& document) {
  std::string out;
  if (document.is_structured()) out.reserve(120);  // else it grows twice on the way there
  write(out, document);
  return out;
}

void serialize_to(std::string& out, const value& document) { write(out, document); }

void quote_to(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t plain = 0; plain < text.size();) {
    const std::size_t end = next_escape(text, plain);
    out.append(text, plain, end - plain);
    if (end < text.size()) escape_to(out, static_cast<unsigned char>(text[end]));
    plain = end + 1;
  }
  out += '"';
}

// ECMA-262 Number::toString: digits d1..dn and exponent e of the shortest form decide between plain and 1e+21 notation.
void number_to(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
    return;
  }
  if (number == 0) {
    out += '0';
    return;
  }
  if (number < 0) {
    out += '-';
    number = -number;
  }
  if (std::isinf(number)) {
    out += "Infinity";
    return;
  }
  if (short_number_to(out, number)) return;
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific);
  const std::string_view shortest(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
  const std::size_t mark = shortest.find('e');
  int exponent = 0;
  const char* digits_of_exponent = shortest.data() + mark + (shortest[mark + 1] == '+' ? 2 : 1);
  std::from_chars(digits_of_exponent, shortest.data() + shortest.size(), exponent);
  std::string digits(1, shortest[0]);
  if (mark > 2) digits.append(shortest, 2, mark - 2);
  const int count = static_cast<int>(digits.size());

  if (exponent >= 21 || exponent < -6) {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits, 1);
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
  } else if (count <= exponent + 1) {
    out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0');
  } else {
    const auto whole = static_cast<std::size_t>(exponent + 1);
    out.append(digits, 0, whole).append(1, '.').append(digits, whole);
  }
}

bool equal(const value& left, const value& right) {
  if (left.is_number() && right.is_number()) return left.to_number<double>() == right.to_number<double>();
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case kind::object: return equal_objects(left.get_object(), right.get_object());
    case kind::array: return equal_arrays(left.get_array(), right.get_array());
    case kind::string: return left.get_string() == right.get_string();
    case kind::bool_: return left.get_bool() == right.get_bool();
    default: return true;
  }
}

// The keys of small objects are compared here: Boost.JSON does it behind a call for each.
const value* find(const object& members, std::string_view key) noexcept {
  if (members.size() > 16) return members.if_contains(key);
  for (const auto& member : members)
    if (member.key().size() == key.size() && std::memcmp(member.key().data(), key.data(), key.size()) == 0)
      return &member.value();
  return nullptr;
}

value* find(object& members, std::string_view key) noexcept {
  return const_cast<value*>(find(std::as_const(members), key));
}

const value* find(const value& document, std::string_view key) noexcept {
  const object* members = document.if_object();
  return members ? find(*members, key) : nullptr;
}

value* find(value& document, std::string_view key) noexcept {
  return const_cast<value*>(find(std::as_const(document), key));
}

std::string_view find_string(const value& document, std::string_view key, std::string_view fallback) noexcept {
  const value* member = find(document, key);
  const string* text = member ? member->if_string() : nullptr;
  return text ? std::string_view(*text) : fallback;
}

}  // namespace lamina::json
