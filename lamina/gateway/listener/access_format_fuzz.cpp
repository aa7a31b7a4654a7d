// Any format with any values: a line is one line of text, and JSON if its format is.
#include <algorithm>
#include <cstdint>

#include "lamina/base/utf8.h"
#include "lamina/gateway/listener/access_format.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

std::string line_of(const access_format& format, std::string_view value, const grant& said) {
  static const api_stage stage{.account_id = "000000000000", .region = "us-east-1", .api_id = "a", .stage = "dev"};
  const http::header headers[] = {{"Host", value}, {"User-Agent", value}};
  http::request request;
  request.headers = headers;
  access_record record{.request_id = value, .ip = value, .path = value, .request = &request, .granted = &said};
  record.status = 200;
  record.error_message = value;
  record.integration_latency = std::chrono::microseconds(1500);
  record.error = value;
  time_texts began;
  std::string out = "left over", storage;
  format.write(out, {.record = record, .stage = stage, .ended = system_time{}, .began = began, .storage = storage});
  return out;
}

bool has_control_bytes(std::string_view line) {
  return std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  using namespace lamina::gateway;
  // The first line is the format, the rest the values.
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view values = input.substr(end);
  const grant said{.context = std::string(values.substr(0, 100'000)), .principal_id = std::string(values)};
  const auto format = access_format::compile(input.substr(0, end));
  if (!format) {
    require(!format.error().message.empty());
    return 0;
  }
  const std::string line = line_of(*format, values, said);
  require(!has_control_bytes(line));

  // A format that is JSON with harmless values is JSON with any.
  if (escaping_of(input.substr(0, end)) == access_escaping::json && is_utf8(line) &&
      json::try_parse(line_of(*format, "x", {})))
    require(json::try_parse(line).has_value());

  static const access_format every = *access_format::compile(
      R"({"a":"$context.authorizer.a.b","r":$context.requestId,"s":$context.status,"m":$context.error.messageString,)"
      R"("u":"<$context.identity.userAgent>","h":"$context.domainPrefix","e":"$context.integration.error"})");
  require(json::try_parse(line_of(every, input, said)).has_value());
  return 0;
}
