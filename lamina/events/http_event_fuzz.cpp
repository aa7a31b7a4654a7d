// Any document may come where an HTTP event or response is expected.
#include "lamina/events/http_event.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lamina/events/http_body.h"
#include "lamina/events/http_response.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = parse_body(text, "@middy/fuzz");
  if (!document) return 0;
  const http_event event(*document);
  std::size_t seen = event.method().size() + event.path().size() + event.header("Content-Type").size() +
                     event.query("a").size() + event.path_parameter("id").size() + event.body().size() +
                     http_event_version(*document).size();
  if (const auto type = content_type_of(*document)) seen += is_json_media_type(*type);
  if (seen == static_cast<std::size_t>(-1)) std::abort();

  std::optional<json::value> response(*document);
  const json::object& normal = normalize_http_response(response);
  if (!normal.contains("statusCode") || !normal.contains("headers")) std::abort();
  if (const auto read = http_response::from_json(*response)) (void)read->to_json();
  return 0;
}
