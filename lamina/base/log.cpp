#include "lamina/base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <mutex>

namespace lamina {
namespace {

constexpr std::array<std::string_view, 6> names = {"trace", "debug", "info", "warn", "error", "off"};

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void quote_to(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
    out.append(text, 0, end);
    text.remove_prefix(end);
    if (text.empty()) break;
    const auto c = static_cast<unsigned char>(text.front());
    if (c < 0x20)
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    else
      out.append(1, '\\').append(1, text.front());
    text.remove_prefix(1);
  }
  out += '"';
}

// "07": two digits, as dates have them.
void append_two(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

struct value_writer {
  std::string& out;
  void operator()(std::string_view text) const { quote_to(out, text); }
  void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(out), "{}", number); }
  void operator()(double number) const {
    if (std::isfinite(number))
      fmt::format_to(std::back_inserter(out), "{}", number);
    else
      out += "null";
  }
  void operator()(bool truth) const { out += truth ? "true" : "false"; }
};

template <int Descriptor>
void write_to(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(Descriptor, line.data(), line.size());
    if (written <= 0) return;  // nowhere left to say it
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

struct logger::state {
  std::mutex one_at_a_time;
  sink write;
};

std::optional<log_level> parse_log_level(std::string_view text) noexcept {
  const auto same = [text](std::string_view name) {
    return std::ranges::equal(name, text, {}, {}, [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  };
  const auto found = std::ranges::find_if(names, same);
  if (found == names.end()) return std::nullopt;
  return static_cast<log_level>(found - names.begin());
}

std::string iso_time(system_time when) {
  using namespace std::chrono;
  const auto day = floor<days>(when);
  const year_month_day date(day);
  const hh_mm_ss time(floor<milliseconds>(when - day));
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));  // a system_time's: 1677 to 2262
  std::string text;
  append_two(text, year / 100);
  append_two(text, year % 100);
  append_two(text += '-', static_cast<unsigned>(date.month()));
  append_two(text += '-', static_cast<unsigned>(date.day()));
  append_two(text += 'T', static_cast<unsigned>(time.hours().count()));
  append_two(text += ':', static_cast<unsigned>(time.minutes().count()));
  append_two(text += ':', static_cast<unsigned>(time.seconds().count()));
  const auto ms = static_cast<unsigned>(time.subseconds().count());
  text.append(1, '.').append(1, static_cast<char>('0' + ms / 100));
  append_two(text, ms % 100);
  return text += 'Z';
}

logger::logger(log_level minimum, sink write) : minimum_(minimum), state_(std::make_unique<state>()) {
  state_->write = std::move(write);
}
logger::~logger() = default;
logger::logger(logger&&) noexcept = default;
logger logger::to_stderr(log_level minimum) { return {minimum, write_to<STDERR_FILENO>}; }
logger logger::to_stdout(log_level minimum) { return {minimum, write_to<STDOUT_FILENO>}; }

void logger::write(log_level level, std::string_view message, std::initializer_list<log_field> fields) {
  write_fields(level, message, {fields.begin(), fields.size()});
}

void logger::write_fields(log_level level, std::string_view message, std::span<const log_field> fields) {
  if (!writes(level)) return;
  std::string line = R"({"time":")" + iso_time(std::chrono::system_clock::now()) + R"(","level":")";
  line.append(names[static_cast<std::size_t>(level)]).append(R"(","message":)");
  quote_to(line, message);
  for (const log_field& field : fields) {
    line += ',';
    quote_to(line, field.name);
    line += ':';
    std::visit(value_writer{line}, field.value);
  }
  line += '}';
  write_line(line);
}

void logger::debug(std::string_view message, std::initializer_list<log_field> fields) {
  write(log_level::debug, message, fields);
}
void logger::info(std::string_view message, std::initializer_list<log_field> fields) {
  write(log_level::info, message, fields);
}
void logger::warn(std::string_view message, std::initializer_list<log_field> fields) {
  write(log_level::warn, message, fields);
}
void logger::error(std::string_view message, std::initializer_list<log_field> fields) {
  write(log_level::error, message, fields);
}

void logger::write_line(std::string_view line) {
  std::string whole(line);
  whole += '\n';
  const std::scoped_lock lock(state_->one_at_a_time);
  state_->write(whole);
}

}  // namespace lamina
