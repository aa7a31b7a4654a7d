#include "lamina/tokens/timestamp.h"

#include <chrono>

namespace lamina::tokens {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Reads a text from the left; once something did not fit, `ok` is false and stays it.
struct reader {
  std::string_view rest;
  bool ok = true;

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  int digits(std::size_t count, int least, int most) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest.size() || !is_digit(rest[i])) return ok = false, 0;
      number = number * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    ok = ok && number >= least && number <= most;
    return number;
  }
  bool take(char wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { ok = take(wanted) && ok; }
};

std::chrono::milliseconds read_fraction(reader& from) {
  if (!from.take('.')) return {};
  if (from.rest.empty() || !reader::is_digit(from.rest.front())) from.ok = false;
  std::int64_t value = 0, unit = 100;
  while (!from.rest.empty() && reader::is_digit(from.rest.front())) {
    value += (from.rest.front() - '0') * unit;
    unit /= 10;
    from.rest.remove_prefix(1);
  }
  return std::chrono::milliseconds(value);
}

minutes read_offset(reader& from) {
  if (from.take('Z')) return {};
  const bool is_west = from.rest.starts_with('-');
  if (!is_west) from.expect('+');
  if (is_west) from.expect('-');
  const int hours = from.digits(2, 0, 23);
  from.expect(':');
  const int rest = from.digits(2, 0, 59);
  return minutes((is_west ? -1 : 1) * (hours * 60 + rest));
}

}  // namespace

std::optional<timestamp> parse_timestamp(std::string_view text) {
  reader from{text};
  const int year = from.digits(4, 1970, 9999);
  from.expect('-');
  const int month = from.digits(2, 1, 12);
  from.expect('-');
  const int day = from.digits(2, 1, 31);
  from.expect('T');
  const int hour = from.digits(2, 0, 23);
  from.expect(':');
  const int minute = from.digits(2, 0, 59);
  from.expect(':');
  const int second = from.digits(2, 0, 59);
  const std::chrono::milliseconds fraction = read_fraction(from);
  const minutes offset = read_offset(from);
  const auto date = std::chrono::year(year) / month / day;
  if (!from.ok || !from.rest.empty() || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + minutes(minute - offset.count()) + seconds(second) +
         fraction;
}

}  // namespace lamina::tokens
