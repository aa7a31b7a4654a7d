#include "lamina/events/event_view.h"

#include <charconv>
#include <cmath>

namespace lamina {
namespace {

// Doubles beyond do not fit.
constexpr double limit = 9.2e18;

double number_of(const json::value& value) noexcept {
  if (const auto* number = value.if_double()) return *number;
  if (const auto* number = value.if_int64()) return static_cast<double>(*number);
  if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
  return 0;
}

std::int64_t to_integer(double number) noexcept {
  return std::abs(number) < limit ? static_cast<std::int64_t>(number) : 0;
}

}  // namespace

const json::value& event_view::at(std::initializer_list<std::string_view> path) const noexcept {
  static const json::value none;
  const json::value* found = document_;
  for (const std::string_view key : path)
    if (found = json::find(*found, key); found == nullptr) return none;
  return *found;
}

std::string_view event_view::text_of(const json::value& value) noexcept {
  const json::string* text = value.if_string();
  return text ? std::string_view(*text) : std::string_view();
}

std::int64_t event_view::integer_of(const json::value& value) noexcept {
  if (const auto* whole = value.if_int64()) return *whole;
  const std::string_view text = text_of(value);
  std::int64_t whole = 0;
  if (text.empty()) return to_integer(number_of(value));
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? whole : 0;
}

std::vector<std::string_view> event_view::texts_of(const json::value& value) {
  std::vector<std::string_view> texts;
  if (const json::array* list = value.if_array())
    for (const json::value& one : *list)
      if (one.is_string()) texts.push_back(text_of(one));
  return texts;
}

event_time event_view::time_of_milliseconds(const json::value& value) noexcept {
  return event_time(std::chrono::milliseconds(integer_of(value)));
}

event_time event_view::time_of_seconds(const json::value& value) noexcept {
  return event_time(std::chrono::milliseconds(to_integer(std::round(number_of(value) * 1000))));
}

}  // namespace lamina
