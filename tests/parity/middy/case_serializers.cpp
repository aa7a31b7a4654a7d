#include <string>

#include "case_middlewares.h"
#include "lamina/json/javascript.h"
#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"

namespace lamina::parity {
namespace {

using serialized = std::optional<json::value>;

// What the formats of the cases make of a response.
serialized write_response(const std::string& format, const json::object& response) {
  const json::value* found = response.if_contains("body");
  const std::string text = found ? json::to_text(*found) : "undefined";
  if (format == "xml") return json::value("<message>" + text + "</message>");
  if (format == "text") return json::value(text);
  if (format == "object") return json::value(json::object{{"wrapped", found ? *found : json::value()}});
  if (format == "envelope") {
    json::object whole = response;
    whole["body"] = json::serialize(json::object{{"data", found ? *found : json::value()}});
    return json::value(std::move(whole));
  }
  return found ? serialized(json::serialize(*found)) : std::nullopt;
}

}  // namespace

// `serializers: [{"regex", "flags"?, "format"}]`
void add_case_serializers(registry& all, const recorder_ptr&) {
  all.add("http-response-serializer", [](json::object options) -> middleware {
    const json::value* written = options.if_contains("serializers");
    if (written == nullptr) return http_response_serializer::from_json(options);
    std::vector<response_serializer> serializers;
    for (const json::value& one : written->as_array())
      serializers.push_back({std::string(json::find_string(one, "regex")),
                             [format = std::string(json::find_string(one, "format"))](const json::object& response) {
                               return write_response(format, response);
                             },
                             json::find_string(one, "flags").find('i') != std::string_view::npos});
    options.erase("serializers");
    http_response_serializer_options read = http_response_serializer::read_options(options);
    read.serializers = std::move(serializers);
    return http_response_serializer(std::move(read));
  });
}

}  // namespace lamina::parity
