#include "lamina/config/internal/api_resources.h"

namespace lamina::config {
namespace {

constexpr std::string_view is_null = "it counts as null";

// A model of CloudFormation may hold its schema as text.
json::value schema_of(const node& from) {
  if (!from.is_text()) return from.value(is_null);
  auto read = json::try_parse(from.text(is_null).value_or(""));
  if (read) return *std::move(read);
  from.fail("expected a JSON schema; " + read.error().message);
  return nullptr;
}

}  // namespace

void read_models(building& into) {
  for (const api_resource& one : resources_of_type(into, "AWS::ApiGateway::Model")) {
    if (!is_about(one.properties["RestApiId"], "ApiGatewayRestApi")) continue;
    const std::string name = one.properties["Name"].text("its id is used").value_or(one.id);
    into.out.models[name] = into.out.models[one.id] = schema_of(one.properties["Schema"]);
  }
  for (const auto& [key, model] : into.root["provider"]["apiGateway"]["request"]["schemas"].members()) {
    if (!model.is_map()) continue;
    const json::value schema = (model["schema"].is_map() ? model["schema"] : model).value(is_null);
    into.out.models[key] = schema;
    if (const auto name = model["schema"].is_map() ? model["name"].text(is_null) : std::nullopt)
      into.out.models[*name] = schema;
  }
}

}  // namespace lamina::config
