#include "lamina/http/date.h"

#include <array>
#include <cstdio>

namespace lamina::http {

std::string http_date(system_time when) {
  // Not strftime: its names of days and months follow the locale.
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text;
  const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                   days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                                   months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                                   parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view date_cache::at(system_time when) {
  const std::time_t second = std::chrono::system_clock::to_time_t(when);
  if (second != second_) {
    text_ = http_date(when);
    second_ = second;
  }
  return text_;
}

}  // namespace lamina::http
