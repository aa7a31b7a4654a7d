#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/http/message.h"

namespace lamina::gateway {

// An error as the Lambda API words it.
struct lambda_error {
  int status = 400;
  std::string_view type{};  // x-amzn-ErrorType
  std::string body{};       // {"Type":"User","message":...}
};

// {"Type":"User","Message":"..."}; `member`: how the error's shape in the API's model spells the name.
lambda_error make_lambda_error(int status, std::string_view type, std::string_view message,
                               std::string_view member = "Message");

// A call of the Invoke API: POST /2015-03-31/functions/{FunctionName}/invocations?Qualifier=
// or of its predecessor for events: POST /2014-11-13/functions/{FunctionName}/invoke-async/
struct invoke_request {
  enum class invocation_type { request_response, event, dry_run };

  std::string name{};       // of the function: a deployed name, or what the caller takes for one
  std::string qualifier{};  // "": none
  invocation_type type = invocation_type::request_response;
  bool wants_log = false;
  std::string client_context{};  // JSON text; "": none

  bool is_latest() const noexcept { return qualifier.empty() || qualifier == "$LATEST"; }
};

// Is it the Lambda API's, by its path?
bool is_lambda_request(std::string_view target) noexcept;

struct invoke_reading {
  std::optional<invoke_request> request{};
  lambda_error refused{};  // where there is none
};

// The body is not looked at. The function may be named by its name, a whole or partial ARN (whatever its region and
// account: there is only one here), each with or without a qualifier; percent-encoded or not. Never fails otherwise
// than by saying what to answer.
invoke_reading read_invoke_request(const http::request& request);

}  // namespace lamina::gateway
