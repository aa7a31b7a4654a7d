#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/error_logger/error_logger.h"
#include "lamina/middlewares/input_output_logger/input_output_logger.h"

namespace lamina::parity {

// Without a `logger` option, a recording one is used.
void add_case_loggers(registry& all, const recorder_ptr& record) {
  all.add("error-logger", [record](const json::object& options) -> middleware {
    if (options.contains("logger")) return error_logger::from_json(options);
    return error_logger({.logger = [record](const request& request) {
      record->logs.push_back({{"source", "error-logger"}, {"error", shown_error(*request.error)}});
    }});
  });
  all.add("input-output-logger", [record](const json::object& options) -> middleware {
    input_output_logger_options read = input_output_logger::read_options(options);
    read.logger = [record](const json::value& message) {
      record->logs.push_back({{"source", "input-output-logger"}, {"message", message}});
    };
    return input_output_logger(std::move(read));
  });
}

}  // namespace lamina::parity
