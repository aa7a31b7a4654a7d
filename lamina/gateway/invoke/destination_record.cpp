#include "lamina/gateway/invoke/destination_record.h"

#include "lamina/base/log.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

void append_json(std::string& out, std::string_view text) {
  if (json::check(text))
    out += text;
  else
    json::quote_to(out, text);
}

}  // namespace

std::string write_destination_record(const destination_record& record, system_time now) {
  std::string out = R"({"version":"1.0","timestamp":")" + iso_time(now) + R"(","requestContext":{"requestId":)";
  json::quote_to(out, record.request_id);
  json::quote_to(out += R"(,"functionArn":)", std::string(record.function_arn) + ":$LATEST");
  out.append(R"(,"condition":")").append(record.condition).append(R"(","approximateInvokeCount":)");
  append_json(out.append(std::to_string(record.invoke_count)).append(R"(},"requestPayload":)"), record.request);
  if (record.response) {
    out += R"(,"responseContext":{"statusCode":200,"executedVersion":"$LATEST")";
    if (record.is_function_error) out += R"(,"functionError":"Unhandled")";
    append_json(out += R"(},"responsePayload":)", *record.response);
  }
  return out += '}';
}

}  // namespace lamina::gateway
