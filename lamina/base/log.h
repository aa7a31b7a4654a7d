#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "lamina/base/function.h"
#include "lamina/base/scheduler.h"

namespace lamina {

enum class log_level { trace, debug, info, warn, error, off };

// "info" and the like, any case; nothing for another word.
std::optional<log_level> parse_log_level(std::string_view text) noexcept;

struct log_field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

// Writes one line of JSON per message: {"time":"2026-11-22T03:04:05.678Z","level":"info","message":...,fields...}.
// Nothing is formatted below the minimum level. The sink gets whole lines, newline included, one at a time: write() may
// be called from any thread.
class logger {
 public:
  using sink = move_only_function<void(std::string_view line)>;

  logger(log_level minimum, sink write);
  ~logger();
  // To standard error, one write(2) per line.
  static logger to_stderr(log_level minimum = log_level::info);
  // The same to standard output: for lines that are no log messages (write_line), such as metrics.
  static logger to_stdout(log_level minimum = log_level::info);
  logger(logger&&) noexcept;

  bool writes(log_level level) const noexcept { return level >= minimum_; }
  void write(log_level level, std::string_view message, std::initializer_list<log_field> fields = {});
  void write_fields(log_level level, std::string_view message, std::span<const log_field> fields);
  void debug(std::string_view message, std::initializer_list<log_field> fields = {});
  void info(std::string_view message, std::initializer_list<log_field> fields = {});
  void warn(std::string_view message, std::initializer_list<log_field> fields = {});
  void error(std::string_view message, std::initializer_list<log_field> fields = {});
  // A line that is already formatted (an access line, a function's own output), newline added.
  void write_line(std::string_view line);

 private:
  struct state;
  log_level minimum_;
  std::unique_ptr<state> state_;
};

// "2026-11-22T03:04:05.678Z"
std::string iso_time(system_time when);

}  // namespace lamina
