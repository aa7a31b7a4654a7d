#include "lamina/config/internal/api_resources.h"
#include "lamina/config/internal/building.h"

namespace lamina::config {
namespace {

constexpr std::size_t max_variables = 100, max_name = 64, max_value = 512;  // API Gateway's

void add_variables(std::map<std::string, std::string>& to, const node& from) {
  if (from.is_unresolved()) from.warn("cannot be resolved (" + from.why() + "); there are no such stage variables");
  if (from.is_given() && !from.is_map()) return from.expected("a map of texts");
  for (const auto& [name, value] : from.members()) {
    if (value.is_map()) {
      value.warn("is known to CloudFormation alone; custom.lamina.stageVariables." + name + " can say it here");
      continue;
    }
    const auto text = value.text("there is no such stage variable");
    if (!text) continue;
    if (name.size() > max_name) value.expected("a stage variable's name to have at most 64 characters");
    if (text->size() > max_value) value.expected("a stage variable to have at most 512 characters");
    to[name] = *text;
  }
  if (to.size() > max_variables) from.expected("at most 100 stage variables");
}

// The Framework has $default there; a service may write over it.
void read_http_stage(building& into, const node& name) {
  const auto text = name.text("the stage is $default");
  if (!text) return;
  const bool is_name =
      *text == "$default" ||
      text->find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == std::string::npos;
  if (text->empty() || !is_name) return name.expected("$default, or letters, digits, - and _");
  into.out.http_stage = *text;
}

}  // namespace

void read_stage_variables(building& into) {
  for (const node& stage : stage_properties(into, stage_of::rest_api))
    add_variables(into.out.stage_variables, stage["Variables"]);
  for (const node& stage : stage_properties(into, stage_of::http_api))
    add_variables(into.out.http_stage_variables, stage["StageVariables"]);
  for (const api_resource& one : resources_of_type(into, "AWS::ApiGatewayV2::Stage"))
    if (one.id == "HttpApiStage") read_http_stage(into, one.properties["StageName"]);
  const node own = into.root["custom"]["lamina"]["stageVariables"];
  add_variables(into.out.stage_variables, own);
  add_variables(into.out.http_stage_variables, own);
}

}  // namespace lamina::config
