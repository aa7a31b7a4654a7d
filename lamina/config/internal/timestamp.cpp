#include "lamina/config/internal/timestamp.h"

#include <chrono>
#include <cstdio>

namespace lamina::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool accept(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool skip_blanks() {
    bool any = false;
    for (; is_blank(peek()); rest_.remove_prefix(1)) any = true;
    return any;
  }
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int value = 0;
    for (; count < most && count < rest_.size() && is_digit(rest_[count]); ++count)
      value = value * 10 + (rest_[count] - '0');
    if (count < least) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }
  int milliseconds() {
    int value = 0, scale = 100;
    for (; is_digit(peek()); rest_.remove_prefix(1)) value += (peek() - '0') * scale, scale /= 10;
    return value;
  }

 private:
  std::string_view rest_;
};

struct time_of_day {
  int hour = 0, minute = 0, second = 0, millisecond = 0;
  int minutes_east = 0;
};

std::optional<int> zone(reader& in) {
  in.skip_blanks();
  if (in.at_end() || in.accept('Z')) return 0;
  const bool west = in.peek() == '-';
  if (!in.accept('-') && !in.accept('+')) return std::nullopt;
  const auto hours = in.number(1, 2);
  if (!hours) return std::nullopt;
  int minutes = *hours * 60;
  if (in.accept(':')) {
    const auto more = in.number(2, 2);
    if (!more) return std::nullopt;
    minutes += *more;
  }
  return west ? -minutes : minutes;
}

std::optional<time_of_day> clock(reader& in) {
  if (!in.accept('T') && !in.accept('t') && !in.skip_blanks()) return std::nullopt;
  time_of_day out;
  const auto hour = in.number(1, 2);
  if (!hour || !in.accept(':')) return std::nullopt;
  const auto minute = in.number(2, 2);
  if (!minute || !in.accept(':')) return std::nullopt;
  const auto second = in.number(2, 2);
  if (!second) return std::nullopt;
  if (in.accept('.')) out.millisecond = in.milliseconds();
  const auto east = zone(in);
  if (!east || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  out.hour = *hour, out.minute = *minute, out.second = *second, out.minutes_east = *east;
  return out;
}

std::string print(std::chrono::year_month_day day, const time_of_day& time) {
  using namespace std::chrono;
  const auto instant = sys_days(day) + hours(time.hour) + minutes(time.minute - time.minutes_east) +
                       seconds(time.second) + milliseconds(time.millisecond);
  const auto whole_days = floor<days>(instant);
  const year_month_day date(whole_days);
  const hh_mm_ss rest(instant - whole_days);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(rest.hours().count()), static_cast<int>(rest.minutes().count()),
                static_cast<int>(rest.seconds().count()), static_cast<int>(rest.subseconds().count()));
  return text;
}

}  // namespace

std::optional<std::string> timestamp_text(std::string_view text) {
  reader in(text);
  const auto year = in.number(4, 4);
  if (!year || !in.accept('-')) return std::nullopt;
  const auto month = in.number(1, 2);
  if (!month || !in.accept('-')) return std::nullopt;
  const auto day = in.number(1, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  if (in.at_end()) {
    // A bare date has two digits each.
    return text.size() == 10 ? std::optional(print(date, {})) : std::nullopt;
  }
  const auto time = clock(in);
  if (!time || !in.at_end()) return std::nullopt;
  return print(date, *time);
}

}  // namespace lamina::config
