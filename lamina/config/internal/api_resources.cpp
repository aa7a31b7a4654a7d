#include "lamina/config/internal/api_resources.h"

#include <array>
#include <utility>

namespace lamina::config {
namespace {

// Made by the Framework; a service overrides them under the same id, often without repeating the type.
std::string_view type_of_known_id(std::string_view id) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> known = {
      {{"ApiGatewayStage", "AWS::ApiGateway::Stage"},
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

}  // namespace lamina::config
