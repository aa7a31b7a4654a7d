#include "lamina/middlewares/error_logger/error_logger.h"

#include <memory>
#include <utility>

#include "lamina/base/log.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

void log_to(logger& log, const request& request) {
  const error& failure = *request.error;
  const json::value cause = failure.cause ? *failure.cause : json::value();
  log.error(failure.message, {{"name", std::string_view(failure.name)},
                              {"statusCode", std::int64_t{failure.status_code}},
                              {"cause", std::string_view(cause.is_null() ? "" : json::serialize(cause))},
                              {"requestId", request.context.aws_request_id()}});
}

}  // namespace

error_logger error_logger::from_json(const json::object& options) {
  options_reader read(options, "@middy/error-logger");
  error_logger_options made;
  if (const json::value* logger = read.value("logger")) {
    if (!logger->is_bool() || logger->get_bool()) read.refuse("logger", "function or false");
    made.is_on = false;
  }
  read.finish();
  return error_logger(std::move(made));
}

error_logger::error_logger(error_logger_options options) : options_(std::move(options)) {
  if (options_.logger || !options_.is_on) return;
  options_.logger = [log = std::make_shared<logger>(logger::to_stderr(log_level::error))](const request& request) {
    log_to(*log, request);
  };
}

void error_logger::on_error(request& request) const {
  if (request.error) options_.logger(request);
}

}  // namespace lamina
