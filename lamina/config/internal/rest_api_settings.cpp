#include "lamina/config/internal/api_resources.h"
#include "lamina/config/internal/route_text.h"

namespace lamina::config {
namespace {

void read_binary_media_types(building& into, const node& from) {
  if (auto types = from.texts("it is ignored"); from.is_given()) into.out.binary_media_types = std::move(types);
}

void read_compression(building& into, const node& from) {
  constexpr std::int64_t most = 10 * 1024 * 1024;
  if (const auto size = from.whole_number("nothing is compressed", most))
    into.out.minimum_compression_size = static_cast<std::size_t>(*size);
}

void read_key_source(building& into, const node& from) {
  const auto written = from.text("HEADER is used");
  if (!written) return;
  const std::string text = upper(*written);
  if (text != "HEADER" && text != "AUTHORIZER") return from.expected("HEADER or AUTHORIZER");
  into.out.api_key_source = text == "HEADER" ? api_key_source::header : api_key_source::authorizer;
}

}  // namespace

void read_rest_api_settings(building& into, const node& provider) {
  const node api = provider["apiGateway"];
  read_binary_media_types(into, api["binaryMediaTypes"]);
  read_compression(into, provider["minimumCompressionSize"]);  // the older place
  read_compression(into, api["minimumCompressionSize"]);
  read_key_source(into, api["apiKeySourceType"]);
  // What a service sets over the Framework's own resource.
  for (const api_resource& one : resources_of_type(into, "AWS::ApiGateway::RestApi")) {
    if (one.id != "ApiGatewayRestApi") continue;
    read_binary_media_types(into, one.properties["BinaryMediaTypes"]);
    read_compression(into, one.properties["MinimumCompressionSize"]);
    read_key_source(into, one.properties["ApiKeySourceType"]);
  }
}

}  // namespace lamina::config
