#include <cstddef>
#include <cstdint>

#include "lamina/base/utf8.h"
#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"
#include "lamina/testing/test_request.h"

// First byte: is the body base64? Up to a line feed: the Content-Type's parameters. The rest is the body. Refused, or
// an object within the limits whose names are UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_multipart_body_parser subject(
      {.limits = {.field_size = 64, .fields = 8, .file_size = 256, .parts = 16, .header_size = 512},
       .disable_content_type_check = true});
  if (size == 0) return 0;
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view parameters = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(parameters.size() + 1, input.size()));
  testing::test_request call({{"headers", {{"content-type", "multipart/form-data" + std::string(parameters)}}},
                              {"body", input},
                              {"isBase64Encoded", data[0] % 2 == 1}});
  step said = subject.before(call.request);
  if (said.failure()) {
    if (said.failure()->status_code != 422 && said.failure()->status_code != 413) __builtin_trap();
    return 0;
  }
  const json::value form = call.event("body");
  if (form.as_object().size() > 16) __builtin_trap();
  for (const auto& [name, value] : form.as_object())
    if (!is_utf8(name)) __builtin_trap();
  return 0;
}
