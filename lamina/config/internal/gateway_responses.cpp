#include "lamina/config/internal/api_resources.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";
constexpr std::string_view header_prefix = "gatewayresponse.header.";

void read_headers(gateway_response& to, const node& parameters) {
  for (const auto& [key, value] : parameters.members()) {
    if (!key.starts_with(header_prefix) || key.size() == header_prefix.size()) {
      value.fail("expected gatewayresponse.header.<name>");
      continue;
    }
    if (auto expression = value.text(ignored)) to.headers.emplace_back(key.substr(header_prefix.size()), *expression);
  }
}

// One answer changed; the same keys wherever it stands.
void read_one(building& into, const std::string& type, const node& from) {
  if (!from.is_map()) return from.expected("a map with StatusCode, ResponseParameters or ResponseTemplates");
  gateway_response to;
  to.type = type;
  to.where = from.where();
  if (const auto status = from["StatusCode"].whole_number(ignored, 599)) {
    if (*status < 200) from["StatusCode"].expected("a status from 200 to 599");
    to.status = static_cast<int>(*status);
  }
  read_headers(to, from["ResponseParameters"]);
  for (const auto& [content_type, text] : from["ResponseTemplates"].members())
    if (auto body = text.text(ignored)) to.templates.emplace_back(content_type, *std::move(body));
  into.out.gateway_responses.push_back(std::move(to));
}

}  // namespace

void read_gateway_responses(building& into) {
  for (const api_resource& one : resources_of_type(into, "AWS::ApiGateway::GatewayResponse")) {
    if (!is_about(one.properties["RestApiId"], "ApiGatewayRestApi")) continue;
    const auto type = one.properties["ResponseType"].needed_text();
    if (!type)
      one.properties.fail("`ResponseType` is missing; expected DEFAULT_4XX, UNAUTHORIZED, ...");
    else
      read_one(into, *type, one.properties);
  }
  const node own = into.root["custom"]["lamina"]["gatewayResponses"];
  if (own.is_given() && !own.is_map()) own.expected("a map by response type (DEFAULT_4XX, UNAUTHORIZED, ...)");
  for (const auto& [type, value] : own.members()) {
    check_gateway_response_keys(into.all, value);
    read_one(into, type, value);
  }
}

}  // namespace lamina::config
