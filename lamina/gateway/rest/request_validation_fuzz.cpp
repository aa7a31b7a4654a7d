// Bodies, queries and headers of a client against the checks of a method.
#include "lamina/gateway/rest/request_validation.h"

#include <cstdint>
#include <cstdlib>

namespace lamina::gateway {
namespace {

request_validation make() {
  config::route route;
  route.path = "/a/{b}";
  route.request_parameters = {{"method.request.querystring.q", true}, {"method.request.header.X", true}};
  route.request_schemas["application/json"] = json::parse(
      R"({"type":["object","array"],"properties":{"a":{"type":"string","pattern":"^(a+)+$"},"n":{"enum":[1,"x"]},)"
      R"("c":{"$ref":"#"}},"required":["a"],"additionalProperties":{"minimum":3},"items":{"oneOf":[{"$ref":"#"},{"type":"null"}]}})");
  return request_validation::compile(route, request_models({})).value();
}

void check(std::string_view input) {
  static const request_validation checks = make();
  const std::string_view head = input.substr(0, input.find('\n'));
  const http::header headers[] = {{"X", head}, {"Content-Type", head.size() % 3 == 0 ? head : std::string_view()}};
  const std::string_view values[] = {head};
  const auto failure = checks.check({.headers = headers, .query = head, .path_values = values, .body = input});
  if (failure && failure->message.empty()) std::abort();
  const auto body_only = checks.check({.headers = headers, .query = "q=1", .path_values = values, .body = input});
  if (body_only && body_only->detail.empty()) std::abort();
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
