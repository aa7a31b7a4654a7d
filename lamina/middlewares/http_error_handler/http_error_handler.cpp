#include "lamina/middlewares/http_error_handler/http_error_handler.h"

#include <utility>

#include "lamina/base/log.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_response.h"

namespace lamina {
namespace {

error generic(const std::optional<std::string>& fallback_message) {
  error shown(500);
  shown.message = fallback_message.value_or("");
  shown.expose = true;
  return shown;
}

}  // namespace

void http_error_handler_options::log_error(const error& failure) {
  static lamina::logger sink = lamina::logger::to_stderr();
  const std::string cause = failure.cause ? json::serialize(*failure.cause) : std::string();
  sink.error(failure.message, {{"name", std::string_view(failure.name)},
                               {"statusCode", static_cast<std::int64_t>(failure.status_code)},
                               {"cause", std::string_view(cause)}});
}

http_error_handler_options http_error_handler::read_options(const json::object& options) {
  http_error_handler_options result;
  options_reader read(options, "@middy/http-error-handler");
  if (const json::value* logger = read.value("logger")) {
    if (*logger != json::value(false)) read.refuse("logger", "false; a function cannot be given here");
    result.logger = nullptr;
  }
  read.text("fallbackMessage", result.fallback_message);
  read.finish();
  return result;
}

http_error_handler http_error_handler::from_json(const json::object& options) {
  return http_error_handler(read_options(options));
}

http_error_handler::http_error_handler(http_error_handler_options options) : options_(std::move(options)) {}

void http_error_handler::on_error(request& request) const {
  if (request.response) return;
  if (!request.error)
    request.error.emplace(500);
  else if (options_.logger)
    options_.logger(*request.error);
  error& failure = *request.error;
  if (failure.status_code != 0 && !failure.expose) failure.expose = failure.status_code < 500;
  if (failure.status_code == 0 || !failure.expose.value_or(false)) failure = generic(options_.fallback_message);

  json::object& response = normalize_http_response(request.response, request.storage());
  json::set(response, "statusCode", failure.status_code);
  json::object& headers = response["headers"].get_object();
  if (!failure.message.empty()) {
    json::set(response, "body", failure.message);
    json::set(headers, "Content-Type",
              std::string_view(is_json_structured(failure.message) ? "application/json" : "text/plain"));
  }
  for (const auto& [key, value] : failure.headers) json::set(headers, key, value);
}

}  // namespace lamina
