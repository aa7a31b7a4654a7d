#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/s3_key_normalizer/s3_key_normalizer.h"
#include "lamina/testing/test_request.h"

// The bytes are a whole event; what is no JSON is the key of an object.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  result<json::value> event = json::try_parse(text);
  testing::test_request call(
      event ? *event
            : json::value(
                  {{"Records",
                    {{{"eventSource", "aws:s3"}, {"eventVersion", "2.1"}, {"s3", {{"object", {{"key", text}}}}}}}}}));
  s3_key_normalizer().before(call.request).goes_on();
  return 0;
}
