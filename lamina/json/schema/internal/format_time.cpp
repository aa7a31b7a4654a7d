#include <array>
#include <charconv>

#include "lamina/json/schema/internal/format.h"
#include "lamina/json/schema/internal/text_reader.h"

// RFC 3339 dates and times, ISO 8601 durations.
namespace lamina::json::schemas {
namespace {

struct date {
  int year = 0, month = 0, day = 0;
};

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

bool read_date(std::string_view text, date& out) {
  static constexpr std::array<int, 13> days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  text_reader in(text);
  out.year = in.digits(4);
  if (out.year < 0 || !in.take('-')) return false;
  out.month = in.digits(2);
  if (out.month < 1 || out.month > 12 || !in.take('-')) return false;
  out.day = in.digits(2);
  if (out.day < 1 || !in.at_end()) return false;
  return out.day <= (out.month == 2 && is_leap(out.year) ? 29 : days[static_cast<std::size_t>(out.month)]);
}

struct time_of_day {
  int hour = 0, minute = 0;
  double second = 0;
  int offset = 0;  // minutes east of UTC
};

// "Z", "+01:00", "+0100", "+01"; nothing when it may be missing.
bool read_zone(text_reader& in, bool required, int& offset) {
  offset = 0;
  if (in.at_end()) return !required;
  if (in.take('z') || in.take('Z')) return in.at_end();
  const bool west = in.peek() == '-';
  if (!in.take('+') && !in.take('-')) return false;
  const int hours = in.digits(2);
  if (hours < 0 || hours > 23) return false;
  int minutes = 0;
  if (!in.at_end()) {
    in.take(':');
    minutes = in.digits(2);
    if (minutes < 0 || minutes > 59) return false;
  }
  offset = (west ? -1 : 1) * (hours * 60 + minutes);
  return in.at_end();
}

bool read_time(std::string_view text, bool zone_required, time_of_day& out) {
  text_reader in(text);
  out.hour = in.digits(2);
  if (out.hour < 0 || !in.take(':')) return false;
  out.minute = in.digits(2);
  if (out.minute < 0 || !in.take(':')) return false;
  const std::string_view seconds = in.rest();
  const int whole = in.digits(2);
  if (whole < 0) return false;
  if (in.take('.') && in.take_while(is_digit).empty()) return false;
  std::from_chars(seconds.data(), in.rest().data(), out.second);
  if (!read_zone(in, zone_required, out.offset)) return false;
  if (out.hour <= 23 && out.minute <= 59 && whole < 60) return true;
  // A leap second is at 23:59:60 UTC.
  if (out.hour > 23 || out.minute > 59 || whole != 60) return false;
  const int utc = ((out.hour * 60 + out.minute - out.offset) % 1440 + 1440) % 1440;
  return utc == 23 * 60 + 59;
}

bool read_date_time(std::string_view text, bool zone_required, date& day, time_of_day& time) {
  if (text.size() < 11) return false;
  const char mark = text[10];
  if (mark != 't' && mark != 'T' && mark != ' ' && mark != '\t' && mark != '\n' && mark != '\r') return false;
  return read_date(text.substr(0, 10), day) && read_time(text.substr(11), zone_required, time);
}

double seconds_of(const time_of_day& time) { return (time.hour * 60 + time.minute - time.offset) * 60.0 + time.second; }

// Days since a fixed day (proleptic Gregorian calendar).
int days_of(const date& day) {
  const int month = day.month > 2 ? day.month - 3 : day.month + 9;
  const int year = day.month > 2 ? day.year : day.year - 1;
  return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day.day;
}

// Digits and one of the units, each at most once and in their order; false: none at all.
bool read_units(text_reader& in, std::string_view units, bool& any) {
  std::size_t next = 0;
  while (is_digit(in.peek())) {
    in.take_while(is_digit);
    const auto unit = units.find(in.peek(), next);
    if (in.at_end() || unit == units.npos) return false;
    next = unit + 1;
    in.skip(1);
    any = true;
  }
  return true;
}

}  // namespace

bool is_date(std::string_view text) noexcept {
  date day;
  return read_date(text, day);
}
bool is_time(std::string_view text) noexcept {
  time_of_day time;
  return read_time(text, true, time);
}
bool is_iso_time(std::string_view text) noexcept {
  time_of_day time;
  return read_time(text, false, time);
}
bool is_date_time(std::string_view text) noexcept {
  date day;
  time_of_day time;
  return read_date_time(text, true, day, time);
}
bool is_iso_date_time(std::string_view text) noexcept {
  date day;
  time_of_day time;
  return read_date_time(text, false, day, time);
}

bool is_duration(std::string_view text) noexcept {
  text_reader in(text);
  if (!in.take('P')) return false;
  if (const auto weeks = in.take_while(is_digit); !weeks.empty() && in.rest() == "W") return true;
  in = text_reader(text.substr(1));
  bool any = false;
  if (!read_units(in, "YMD", any)) return false;
  if (in.at_end()) return any;
  if (!in.take('T')) return false;
  bool any_time = false;
  return read_units(in, "HMS", any_time) && any_time && in.at_end();
}

std::optional<double> compare_dates(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return std::nullopt;
  return left.compare(right);
}

std::optional<double> compare_times(std::string_view left, std::string_view right) {
  time_of_day first, second;
  if (!read_time(left, false, first) || !read_time(right, false, second)) return std::nullopt;
  return seconds_of(first) - seconds_of(second);
}

std::optional<double> compare_date_times(std::string_view left, std::string_view right) {
  date first_day, second_day;
  time_of_day first, second;
  if (!read_date_time(left, false, first_day, first) || !read_date_time(right, false, second_day, second))
    return std::nullopt;
  return (days_of(first_day) - days_of(second_day)) * 86400.0 + seconds_of(first) - seconds_of(second);
}

}  // namespace lamina::json::schemas
