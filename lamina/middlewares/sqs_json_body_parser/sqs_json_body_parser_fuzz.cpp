#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/sqs_json_body_parser/sqs_json_body_parser.h"
#include "lamina/testing/test_request.h"

// The bytes are a whole event; what is no JSON is the body of a message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const sqs_json_body_parser subject;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  result<json::value> event = json::try_parse(text);
  testing::test_request call(event ? *event
                                   : json::value({{"Records", {{{"eventSource", "aws:sqs"}, {"body", text}}}}}));
  subject.before(call.request);
  return 0;
}
