#include <cstddef>
#include <cstdint>

#include "lamina/base/utf8.h"
#include "lamina/middlewares/http_urlencode_path_parser/http_urlencode_path_parser.h"
#include "lamina/testing/test_request.h"

// What is decoded is UTF-8; the rest is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  const std::string_view value(reinterpret_cast<const char*>(data), size);
  testing::test_request call({{"pathParameters", {{"id", value}}}});
  step said = http_urlencode_path_parser().before(call.request);
  const auto& decoded = call.request.event.at("pathParameters").at("id").get_string();
  if (said.goes_on() && value.find('%') != std::string_view::npos && !is_utf8(decoded)) __builtin_trap();
  return 0;
}
