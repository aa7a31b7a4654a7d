#include <cstddef>
#include <cstdint>

#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"
#include "lamina/testing/test_request.h"

// The bytes are a media type the client prefers: none may bring a line break into a header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const http_response_serializer subject(
      {.serializers = {{"json", [](const json::object&) { return std::optional<json::value>("{}"); }, true}}});
  const std::string_view type(reinterpret_cast<const char*>(data), size);
  testing::test_request call(nullptr, json::value("x"), {{"preferredMediaTypes", json::array{json::value(type)}}});
  subject.after(call.request);
  const auto sent = json::find_string(call.response("headers"), "Content-Type");
  if (sent.find_first_of("\r\n ,;") != std::string_view::npos) __builtin_trap();
  return 0;
}
