#include <cstddef>
#include <cstdint>

#include "lamina/base/utf8.h"
#include "lamina/middlewares/http_urlencode_body_parser/http_urlencode_body_parser.h"
#include "lamina/testing/test_request.h"

// First byte: is the body base64? The rest is the body. Any form is read, as UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_urlencode_body_parser subject({.disable_content_type_check = true});
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  testing::test_request call({{"body", body}, {"isBase64Encoded", data[0] % 2 == 1}});
  if (!subject.before(call.request).goes_on()) __builtin_trap();
  if (!is_utf8(json::serialize(call.request.event.at("body")))) __builtin_trap();
  return 0;
}
