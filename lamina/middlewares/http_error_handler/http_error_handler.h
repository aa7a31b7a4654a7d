#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_error_handler_options {
  // Is told every error it answers. Empty: errors are not logged. By default one line on standard error.
  std::function<void(const error& failure)> logger{log_error};
  // The body for errors whose message is not for clients. Absent: no body.
  std::optional<std::string> fallback_message{};

  // One line of JSON on standard error: name, message, status, cause.
  static void log_error(const error& failure);
};

// Answers errors with an HTTP response: the status and the message of those that may be shown (a status below 500, or
// `expose`), 500 and the fallback message for all others. (@middy/http-error-handler)
//
// Does nothing when a response is there already. Put it last in the chain, so that it runs first: middlewares before it
// (CORS, security headers) then decorate the answer. The error of the request is replaced by the one that was shown.
class http_error_handler {
 public:
  static constexpr std::string_view name = "http-error-handler";
  static http_error_handler_options read_options(const json::object& options);
  static http_error_handler from_json(const json::object& options);

  explicit http_error_handler(http_error_handler_options options = {});
  void on_error(request& request) const;

 private:
  http_error_handler_options options_;
};

}  // namespace lamina
