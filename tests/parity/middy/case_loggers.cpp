#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/error_logger/error_logger.h"
#include "lamina/middlewares/input_output_logger/input_output_logger.h"
#include "lamina/middlewares/sqs_partial_batch_failure/sqs_partial_batch_failure.h"

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
  all.add("sqs-partial-batch-failure", [record](const json::object& options) -> middleware {
    if (options.contains("logger")) return sqs_partial_batch_failure::from_json(options);
    return sqs_partial_batch_failure({.logger = [record](const json::value& reason, const json::value& message) {
      json::object log{{"source", "sqs-partial-batch-failure"}, {"reason", reason}};
      if (const json::value* id = json::find(message, "messageId")) log["messageId"] = *id;
      record->logs.push_back(std::move(log));
    }});
  });
}

}  // namespace lamina::parity
