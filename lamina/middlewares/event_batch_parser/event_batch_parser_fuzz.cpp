#include <cstddef>
#include <cstdint>

#include "lamina/base/base64.h"
#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"
#include "lamina/testing/test_request.h"

// The bytes are the payload of a Kinesis record.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const event_batch_parser subject({.data = parse_json_payload(), .max_decompressed_bytes = 100'000});
  const std::string payload = base64_encode({reinterpret_cast<const char*>(data), size});
  testing::test_request call({{"Records", {{{"eventSource", "aws:kinesis"}, {"kinesis", {{"data", payload}}}}}}});
  (void)subject.before(call.request);
  return 0;
}
