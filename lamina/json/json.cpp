#include "lamina/json/json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "lamina/json/internal/document_reader.h"

namespace lamina::json {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

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

value parse(std::string_view text, storage_ptr storage) { return try_parse(text, std::move(storage)).value(); }

std::string serialize(const value& document) {
  std::string out;
  write(out, document);
  return out;
}

void serialize_to(std::string& out, const value& document) { write(out, document); }

void quote_to(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!needs_escape(c)) continue;
    out.append(text, plain, i - plain);
    escape_to(out, c);
    plain = i + 1;
  }
  out.append(text, plain, std::string_view::npos);
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

const value* find(const value& document, std::string_view key) noexcept {
  const object* members = document.if_object();
  return members ? members->if_contains(key) : nullptr;
}

value* find(value& document, std::string_view key) noexcept {
  object* members = document.if_object();
  return members ? members->if_contains(key) : nullptr;
}

std::string_view find_string(const value& document, std::string_view key, std::string_view fallback) noexcept {
  const value* member = find(document, key);
  const string* text = member ? member->if_string() : nullptr;
  return text ? std::string_view(*text) : fallback;
}

}  // namespace lamina::json
