#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// The Lambda Runtime API, version 2018-06-01: what both halves must agree on. Source: AWS Lambda developer guide,
// "Using the Lambda runtime API"; bodies of refusals as the Runtime Interface Emulator of AWS words them.
namespace lamina::runtime_api {

inline constexpr std::string_view base_path = "/2018-06-01/runtime/";
// Of a synchronous invocation: AWS Lambda developer guide, "Lambda quotas", 6 MB both ways.
inline constexpr std::size_t max_event_bytes = 6'291'456;
inline constexpr std::size_t max_response_bytes = 6'291'556;

// Headers of the answer to `next`.
inline constexpr std::string_view request_id_header = "Lambda-Runtime-Aws-Request-Id";
inline constexpr std::string_view deadline_header = "Lambda-Runtime-Deadline-Ms";
inline constexpr std::string_view function_arn_header = "Lambda-Runtime-Invoked-Function-Arn";
inline constexpr std::string_view trace_id_header = "Lambda-Runtime-Trace-Id";
inline constexpr std::string_view client_context_header = "Lambda-Runtime-Client-Context";
inline constexpr std::string_view cognito_identity_header = "Lambda-Runtime-Cognito-Identity";
inline constexpr std::string_view tenant_id_header = "Lambda-Runtime-Aws-Tenant-Id";
// Header of the posted errors.
inline constexpr std::string_view error_type_header = "Lambda-Runtime-Function-Error-Type";
inline constexpr std::string_view response_mode_header = "Lambda-Runtime-Function-Response-Mode";

enum class call_kind {
  next,        // GET  invocation/next
  response,    // POST invocation/{id}/response
  error,       // POST invocation/{id}/error
  init_error,  // POST init/error
  unknown,
};

struct call {
  call_kind kind = call_kind::unknown;
  std::string_view request_id{};  // of response and error; a view into the target
};

// What a request line asks for. Any bytes; a query string is not part of the API and makes the call unknown.
call parse_call(std::string_view method, std::string_view target) noexcept;

// {"errorMessage":...,"errorType":...}, the body of every refusal.
std::string error_document(std::string_view type, std::string_view message);

}  // namespace lamina::runtime_api
