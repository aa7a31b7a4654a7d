#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/ws_json_body_parser/ws_json_body_parser.h"
#include "lamina/testing/test_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const ws_json_body_parser subject;
  testing::test_request call({{"body", std::string_view(reinterpret_cast<const char*>(data), size)}});
  step said = subject.before(call.request);
  if (said.failure() && said.failure()->status_code != 422) __builtin_trap();
  return 0;
}
