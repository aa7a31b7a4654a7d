#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/event_normalizer/event_normalizer.h"
#include "lamina/testing/test_request.h"

// The bytes are a whole event; what is no JSON is the body of an SQS message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const event_normalizer subject({.max_decompressed_bytes = 100'000});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  result<json::value> event = json::try_parse(text);
  testing::test_request call(event ? *event
                                   : json::value({{"Records", {{{"eventSource", "aws:sqs"}, {"body", text}}}}}));
  subject.before(call.request).goes_on();
  return 0;
}
