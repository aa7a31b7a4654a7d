#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/http_cors/http_cors.h"
#include "lamina/testing/test_request.h"

// The bytes are the origin and the headers a preflight request asks for. An origin that is not allowed is never sent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_cors subject({.disable_before_preflight_response = false,
                                  .origins = {"https://a.example", "https://*.b.example"},
                                  .request_headers = {"x-a"}});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  testing::test_request call(
      {{"httpMethod", "OPTIONS"}, {"headers", {{"Origin", text}, {"Access-Control-Request-Headers", text}}}});
  step said = subject.before(call.request);
  const json::value& response = *said.early()->response;
  const auto allowed = json::find_string(response.at("headers"), "Access-Control-Allow-Origin");
  if (!allowed.empty() && !allowed.ends_with("a.example") && !allowed.ends_with(".b.example")) __builtin_trap();
  return 0;
}
