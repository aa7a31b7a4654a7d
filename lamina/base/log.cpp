#include "lamina/base/log.h"

#include <fmt/chrono.h>
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

void quote_to(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  out += '"';
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
  const auto ms = std::chrono::time_point_cast<std::chrono::milliseconds>(when).time_since_epoch().count();
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), ms % 1000);
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
