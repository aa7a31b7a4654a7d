#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

struct input_output_logger_options {
  // Is given {"event": ...}, then {"response": ...}. Absent: each as one line of JSON on standard output.
  std::function<void(const json::value& message)> logger{};
  // False: nothing is logged, and use() refuses the middleware, as Middy's does.
  bool is_on = true;
  bool execution_context = false;  // adds "context" with tenantId
  bool lambda_context = false;     // adds "context" with what Lambda says about the invocation
  // What is not to be logged: "event.headers.authorization", "response.body.[].secret" ("[]": each item of a list).
  std::vector<std::string> omit_paths{};
  // Stands in place of what is omitted. Absent: it is left out.
  std::optional<std::string> mask{};
};

// Logs the event as it is when it comes by, and the response as it is on the way back. Never changes either.
// (@middy/input-output-logger)
class input_output_logger {
 public:
  static constexpr std::string_view name = "input-output-logger";
  static input_output_logger_options read_options(const json::object& options);
  static input_output_logger from_json(const json::object& options) {
    return input_output_logger(read_options(options));
  }

  explicit input_output_logger(input_output_logger_options options = {});
  phases active() const { return {options_.is_on, options_.is_on, options_.is_on}; }
  void before(request& request) const;
  void after(request& request) const;
  void on_error(request& request) const;  // only when there is a response by then

 private:
  using path = std::vector<std::string>;

  void log(std::string_view what, const json::value* document, const context& context) const;

  input_output_logger_options options_;
  std::vector<path> omitted_;
};

}  // namespace lamina
