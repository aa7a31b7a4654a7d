#pragma once

#include <functional>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct error_logger_options {
  // Is given the request, whose error is set. Absent: one line of JSON on standard error.
  std::function<void(const request&)> logger{};
  // False: nothing is logged, and use() refuses the middleware, as Middy's does.
  bool is_on = true;
};

// Logs every error that comes by, and handles none. Put it last to see errors first. (@middy/error-logger)
class error_logger {
 public:
  static constexpr std::string_view name = "error-logger";
  static error_logger from_json(const json::object& options);

  explicit error_logger(error_logger_options options = {});
  phases active() const { return {.on_error = options_.is_on}; }
  void on_error(request& request) const;

 private:
  error_logger_options options_;
};

}  // namespace lamina
