#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/http_partial_response/http_partial_response.h"
#include "lamina/testing/test_request.h"

// The bytes are the selector.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_partial_response subject;
  static const json::value response = {
      {"body", {{"a", {{"b", {1, 2, {{"a", "text"}}}}, {"c", nullptr}}}, {"b", "text"}}}};
  testing::test_request call(
      {{"queryStringParameters", {{"fields", std::string_view(reinterpret_cast<const char*>(data), size)}}}}, response);
  subject.after(call.request);
  return 0;
}
