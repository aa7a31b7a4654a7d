// Function result -> HTTP: whatever a function answers an HTTP API or a function URL, the response has the lines that
// were meant and no others, and what is inferred is what the JSON parser reads.
#include "lamina/gateway/integration/http_response.h"

#include <algorithm>
#include <cstdint>

#include "lamina/http/message.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using enum http_response_format;

using lamina::testing::require;

void check_bytes(const http_response& response) {
  const http_response_frame frame{.date = "d", .id_name = "i", .id = "1", .default_type = "t/t", .owns_cors = true};
  std::string bytes;
  write_http_response(bytes, response, response.body, frame);
  const std::size_t end = bytes.find("\r\n\r\n");
  require(end != std::string::npos);
  const auto lines = std::ranges::count(bytes.substr(0, end), '\n');
  const auto most = response.headers.size() + response.cookies.size() + 4;  // type, length, date, id
  require(lines >= 2 && lines <= static_cast<std::ptrdiff_t>(most));
  require(bytes.size() == end + 4 + (http::has_body(response.status) ? response.body.size() : 0));
}

void map(std::string_view payload) {
  std::string storage;
  for (const auto format : {http_api_1_0, http_api_2_0, function_url}) {
    const auto response = read_http_response(payload, format, storage);
    if (!response) continue;
    check_bytes(*response);
    if (!response->is_inferred) continue;
    // The parser refuses a little more: lone surrogates, bytes that are not UTF-8, numbers beyond all bounds.
    const auto document = json::try_parse(payload);
    if (!document) continue;
    if (document->is_string()) {
      require(document->get_string() == response->body);
    } else {
      const auto again = json::try_parse(response->body);
      require(again.has_value() && *again == *document);
    }
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::map({reinterpret_cast<const char*>(data), size});
  return 0;
}
