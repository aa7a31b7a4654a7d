// Function result -> HTTP: whatever a function answers, the response has the lines that were meant and no others, and
// says the same as the JSON parser reads.
#include "lamina/gateway/integration/proxy_response.h"

#include <algorithm>
#include <cstdint>

#include "lamina/gateway/integration/response_writer.h"
#include "lamina/http/message.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

void map(std::string_view payload) {
  std::string storage, bytes;
  const auto response = read_proxy_response(payload, storage);
  if (!response) return;
  write_response(bytes, *response, response->body, {.date = "d", .request_id = "r", .extended_request_id = "e"});

  const auto typed = std::ranges::any_of(
      response->headers, [](const auto& line) { return http::equal_ignoring_case(line.first, "content-type"); });
  const bool has_length = response->status != 204 && response->status != 304;
  const std::size_t end = bytes.find("\r\n\r\n");
  require(end != std::string::npos);
  const auto lines = std::ranges::count(bytes.substr(0, end), '\n');
  require(lines == static_cast<std::ptrdiff_t>(response->headers.size() + (typed ? 0 : 1) + (has_length ? 1 : 0) + 3));
  require(bytes.size() == end + 4 + (has_length ? response->body.size() : 0));

  // The parser refuses a little more: lone surrogates, bytes that are not UTF-8.
  const auto document = json::try_parse(payload);
  if (!document) return;
  require(document->is_object());
  require(json::find_string(*document, "body") == response->body);
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::map({reinterpret_cast<const char*>(data), size});
  return 0;
}
