#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"

namespace lamina::gateway {

// What a destination is told of an asynchronous invocation. Views, good for the time of the call.
struct destination_record {
  std::string_view request_id{};
  std::string_view function_arn{};  // without a qualifier
  std::string_view condition{};     // Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency
  unsigned invoke_count = 0;
  std::string_view request{};                  // JSON text
  std::optional<std::string_view> response{};  // nothing: the function was not invoked
  bool is_function_error = false;
};

// As recorded of AWS Lambda:
// {"version":"1.0","timestamp":"2026-01-01T00:00:00.000Z","requestContext":{"requestId":..,"functionArn":"..:$LATEST",
//  "condition":"Success","approximateInvokeCount":1},"requestPayload":..,"responseContext":{"statusCode":200,
//  "executedVersion":"$LATEST"[,"functionError":"Unhandled"]},"responsePayload":..}
// A response that is no JSON stands there as text.
std::string write_destination_record(const destination_record& record, system_time now);

}  // namespace lamina::gateway
