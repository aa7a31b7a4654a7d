#include "lamina/config/internal/api_resources.h"

#include <array>
#include <utility>

namespace lamina::config {
namespace {

// Made by the Framework; a service overrides them under the same id, often without repeating the type.
std::string_view type_of_known_id(std::string_view id) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> known = {
      {{"ApiGatewayRestApi", "AWS::ApiGateway::RestApi"},
       {"ApiGatewayStage", "AWS::ApiGateway::Stage"},
       {"HttpApiStage", "AWS::ApiGatewayV2::Stage"},
       {"WebsocketsDeploymentStage", "AWS::ApiGatewayV2::Stage"}}};
  for (const auto& [name, type] : known)
    if (name == id) return type;
  return {};
}

// What nobody needs to know may name variables that are not there: no word about them.
std::string_view quiet_text(const node& from) {
  return from.is_text() ? std::string_view(from.found().value->get_string()) : std::string_view();
}

void collect(const node& resources, std::string_view type, std::vector<api_resource>& out) {
  for (const char* group : {"Resources", "extensions"})
    for (const auto& [id, resource] : resources[group].members()) {
      const node said = resource["Type"];
      const std::string_view found = said.is_given() ? quiet_text(said) : type_of_known_id(id);
      if (found == type) out.push_back({id, resource["Properties"]});
    }
}

}  // namespace

std::vector<api_resource> resources_of_type(const building& from, std::string_view type) {
  std::vector<api_resource> out;
  const node resources = from.root["resources"];
  if (!resources.is_list()) collect(resources, type, out);
  for (const node& part : resources.items()) collect(part, type, out);
  return out;
}

std::string referred_id(const node& reference) {
  if (!reference.is_map()) return std::string(quiet_text(reference));
  const node ref = reference["Ref"];
  if (ref.is_text()) return std::string(quiet_text(ref));
  const node attribute = reference["Fn::GetAtt"];
  const auto parts = attribute.items();
  if (!parts.empty()) return std::string(quiet_text(parts.front()));
  const std::string_view text = quiet_text(attribute);
  return std::string(text.substr(0, text.find('.')));
}

bool is_about(const node& api, std::string_view id_of_api) {
  if (!api.is_map() || !api.has("Ref")) return true;
  return referred_id(api) == id_of_api;
}

namespace {

// One whose name is not known here (a Ref) is taken for ours.
bool is_our_name(const building& from, const node& name) {
  return !name.is_text() || quiet_text(name) == std::string_view(from.out.stage);
}

std::vector<node> rest_stage_properties(const building& from) {
  std::vector<node> out;
  const auto is_ours = [&](const node& properties) {
    return is_about(properties["RestApiId"], "ApiGatewayRestApi") && is_our_name(from, properties["StageName"]);
  };
  for (const api_resource& one : resources_of_type(from, "AWS::ApiGateway::Deployment"))
    if (is_ours(one.properties)) out.push_back(one.properties["StageDescription"]);
  for (const api_resource& one : resources_of_type(from, "AWS::ApiGateway::Stage"))
    if (is_ours(one.properties)) out.push_back(one.properties);
  return out;
}

}  // namespace

std::vector<node> stage_properties(const building& from, stage_of api) {
  if (api == stage_of::rest_api) return rest_stage_properties(from);
  std::vector<node> out;
  const bool is_socket = api == stage_of::websocket_api;
  for (const api_resource& one : resources_of_type(from, "AWS::ApiGatewayV2::Stage")) {
    const bool is_known = one.id == (is_socket ? "WebsocketsDeploymentStage" : "HttpApiStage");
    if (is_known || referred_id(one.properties["ApiId"]) == (is_socket ? "WebsocketsApi" : "HttpApi"))
      out.push_back(one.properties);
  }
  return out;
}

}  // namespace lamina::config
