#include "lamina/function_pool/failure_payload.h"

#include <array>
#include <cstdio>

#include "lamina/json/json.h"
#include "lamina/runtime_api/protocol.h"

namespace lamina::function_pool {
namespace {

std::string payload(std::string_view type, std::string_view request_id, std::string_view what) {
  std::string text = R"({"errorType":")";
  text.append(type).append(R"(","errorMessage":)");
  json::quote_to(text, "RequestId: " + std::string(request_id) + " Error: " + std::string(what));
  text += '}';
  return text;
}

}  // namespace

std::string timed_out_payload(std::string_view request_id, std::chrono::milliseconds timeout) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "Task timed out after %.2f seconds",
                static_cast<double>(timeout.count()) / 1000.0);
  return payload("Sandbox.Timedout", request_id, text.data());
}

std::string exited_payload(std::string_view request_id, exit_status status) {
  return payload("Runtime.ExitError", request_id,
                 status.is_success() ? "Runtime exited without providing a reason"
                                     : "Runtime exited with error: " + status.text());
}

std::string too_large_payload() {
  return R"({"errorMessage":"Response payload size exceeded maximum allowed payload size ()" +
         std::to_string(runtime_api::max_response_bytes) + R"( bytes).","errorType":"Function.ResponseSizeTooLarge"})";
}

std::string empty_error_payload(std::string_view error_type) {
  return runtime_api::error_document(error_type.empty() ? "Runtime.UnknownReason" : error_type, "");
}

std::string throttled_payload() {
  return R"({"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."})";
}

std::string stopping_payload() { return runtime_api::error_document("Unavailable", "The function is being stopped"); }

}  // namespace lamina::function_pool
