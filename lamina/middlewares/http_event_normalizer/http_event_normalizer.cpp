#include "lamina/middlewares/http_event_normalizer/http_event_normalizer.h"

#include "lamina/engine/options_reader.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

void default_to_empty_map(json::object& event, std::string_view key) {
  json::value& member = event[key];
  if (member.is_null()) member.emplace_object();
}

void copy_member(json::object& event, std::string_view from, std::string_view to) {
  if (const json::value* found = event.if_contains(from)) {
    json::value copy = *found;
    event[to] = std::move(copy);
  } else if (const auto old = event.find(to); old != event.end()) {
    event.stable_erase(old);
  }
}

}  // namespace

http_event_normalizer http_event_normalizer::from_json(const json::object& options) {
  options_reader(options, "@middy/http-event-normalizer").finish();
  return {};
}

void http_event_normalizer::before(request& request) const {
  json::object* event = request.event.if_object();
  if (event == nullptr) return;
  const json::value* version = event->if_contains("version");
  const bool has_version = version && !version->is_null();
  if (!has_version && json::is_truthy(event->if_contains("method"))) {
    copy_member(*event, "query_string_parameters", "queryStringParameters");
    copy_member(*event, "is_base64_encoded", "isBase64Encoded");
  } else if (!has_version || *version == json::value("1.0")) {
    default_to_empty_map(*event, "multiValueQueryStringParameters");
  }
  default_to_empty_map(*event, "pathParameters");
  default_to_empty_map(*event, "queryStringParameters");
}

}  // namespace lamina
