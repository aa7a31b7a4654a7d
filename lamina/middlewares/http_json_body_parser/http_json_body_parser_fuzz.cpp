#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"
#include "lamina/testing/test_request.h"

// First byte: is the body base64? The rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_json_body_parser subject({.disable_content_type_check = true});
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  testing::test_request call({{"body", body}, {"isBase64Encoded", data[0] % 2 == 1}});
  step said = subject.before(call.request);
  if (said.failure() && said.failure()->status_code != 422) __builtin_trap();
  return 0;
}
