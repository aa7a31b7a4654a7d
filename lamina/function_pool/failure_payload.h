#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "lamina/function_pool/process.h"

// The payloads AWS Lambda answers with when a function does not: recorded texts, exact to the byte.
namespace lamina::function_pool {

// Task timed out after 1.00 seconds
std::string timed_out_payload(std::string_view request_id, std::chrono::milliseconds timeout);
// Runtime exited with error: exit status 127; or, after exit(0), Runtime exited without providing a reason
std::string exited_payload(std::string_view request_id, exit_status status);
// Response payload size exceeded maximum allowed payload size (6291556 bytes).
std::string too_large_payload();
// An error report without a body.
std::string empty_error_payload(std::string_view error_type);
// No capacity: the body of AWS's TooManyRequestsException.
std::string throttled_payload();
// The pool is being stopped: not a text of AWS.
std::string stopping_payload();

}  // namespace lamina::function_pool
