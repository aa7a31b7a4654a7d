#include <algorithm>

#include "lamina/config/internal/api_resources.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";

// Keys and plans by the logical ids under which resources refer to them.
struct known_ids {
  std::map<std::string, std::size_t> keys, plans;
};

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

struct quota_keys {
  std::string_view limit, offset, period;
};

// Days after the first of a week or month; API Gateway takes no others.
int read_offset(const node& from, quota::span period) {
  const std::int64_t most = period == quota::span::day ? 0 : period == quota::span::week ? 6 : 27;
  return static_cast<int>(from.whole_number("it is 0", most).value_or(0));
}

std::optional<quota> read_quota(const node& from, const quota_keys& keys) {
  if (!from.is_given()) return std::nullopt;
  const auto limit = from[keys.limit].whole_number("there is no quota", 1'000'000'000'000);
  if (!limit) {
    if (!from[keys.limit].is_unresolved()) from.fail("`" + std::string(keys.limit) + "` is missing; expected a number");
    return std::nullopt;
  }
  quota to;
  to.limit = *limit;
  const node period = from[keys.period];
  const std::string text = period.text("DAY is used").value_or("DAY");
  if (text == "WEEK") to.period = quota::span::week;
  if (text == "MONTH") to.period = quota::span::month;
  if (text != "DAY" && to.period == quota::span::day) period.expected("DAY, WEEK or MONTH");
  to.offset = read_offset(from[keys.offset], to.period);
  return to;
}

void add_plan(building& into, known_ids& ids, const std::string& id, usage_plan plan) {
  ids.plans[id] = into.out.usage_plans.size();
  into.out.usage_plans.push_back(std::move(plan));
}

usage_plan provider_plan(std::string name, const node& from) {
  usage_plan to;
  to.name = std::move(name);
  to.quota = read_quota(from["quota"], {"limit", "offset", "period"});
  to.throttle = read_throttle(from["throttle"], plan_throttle_keys);
  return to;
}

// One plan, or a list of named ones: [{free: {...}}, {paid: {...}}]. Keys alone make a plan too, as in the Framework.
void read_provider_plans(building& into, known_ids& ids, const node& plans, bool has_keys) {
  if (plans.is_list()) {
    for (const node& item : plans.items())
      for (const auto& [name, plan] : item.members())
        add_plan(into, ids, "ApiGatewayUsagePlan" + capitalized(name), provider_plan(name, plan));
    return;
  }
  if (plans.is_unresolved()) plans.warn("cannot be resolved (" + plans.why() + "); " + std::string(ignored));
  if (plans.is_given() && !plans.is_map()) return plans.expected("a plan, or a list of named plans");
  if (plans.is_given() || has_keys)
    add_plan(into, ids, "ApiGatewayUsagePlan", provider_plan(into.out.name + "-" + into.out.stage, plans));
}

void add_key(building& into, known_ids& ids, api_key key) {
  ids.keys["ApiGatewayApiKey" + std::to_string(into.out.api_keys.size() + 1)] = into.out.api_keys.size();
  into.out.api_keys.push_back(std::move(key));
}

// A key: its name, or {name, value}; keys of a plan: {plan: [keys]}.
void read_api_key(building& into, known_ids& ids, const node& key, const std::string& plan) {
  if (!key.is_map()) {
    if (auto name = key.text("this key is left out")) add_key(into, ids, {*name, {}, plan, true});
    return;
  }
  if (key.has("name") || key.has("value"))
    return add_key(
        into, ids,
        {key["name"].text("it has no name").value_or(""), key["value"].text("it is as if only named").value_or(""),
         plan, key["enabled"].boolean("it is enabled").value_or(true)});
  for (const auto& [name, keys] : key.members()) {
    if (!keys.is_list()) keys.expected("a list of keys");
    const auto& plans = into.out.usage_plans;
    if (std::ranges::none_of(plans, [&name = name](const usage_plan& one) { return one.name == name; }))
      keys.warn("there is no usage plan of that name under provider.apiGateway.usagePlan; its keys open nothing");
    for (const node& one : keys.items()) read_api_key(into, ids, one, name);
  }
}

void read_provider_keys(building& into, known_ids& ids, const node& keys, const node& plans) {
  if (keys.is_given() && !keys.is_list()) return keys.expected("a list of keys");
  const std::string only = plans.is_list() || into.out.usage_plans.empty() ? "" : into.out.usage_plans.front().name;
  for (const node& key : keys.items()) read_api_key(into, ids, key, only);
}

// The plan is about this API's stage when one of its ApiStages is; without any, it opens nothing.
void read_resource_plan(building& into, known_ids& ids, const api_resource& from) {
  const node& properties = from.properties;
  usage_plan to;
  to.name = properties["UsagePlanName"].text("its id is used").value_or(from.id);
  to.quota = read_quota(properties["Quota"], {"Limit", "Offset", "Period"});
  to.throttle = read_throttle(properties["Throttle"], resource_throttle_keys);
  bool is_ours = false;
  for (const node& stage : properties["ApiStages"].items()) {
    const std::string name = referred_id(stage["Stage"]);
    if (!is_about(stage["ApiId"], "ApiGatewayRestApi") || (stage["Stage"].is_text() && name != into.out.stage))
      continue;
    is_ours = true;
    for (const auto& [method, limit] : stage["Throttle"].members())
      if (const auto read = read_throttle(limit, resource_throttle_keys)) to.method_throttle[method] = *read;
  }
  if (is_ours) return add_plan(into, ids, from.id, std::move(to));
  properties.warn("none of its ApiStages is the stage " + into.out.stage +
                  " of ApiGatewayRestApi; its keys open nothing");
}

void read_resource_key(building& into, known_ids& ids, const api_resource& from) {
  const node& properties = from.properties;
  ids.keys[from.id] = into.out.api_keys.size();
  into.out.api_keys.push_back({properties["Name"].text("its id is used").value_or(from.id),
                               properties["Value"].text("it is as if only named").value_or(""),
                               {},
                               properties["Enabled"].boolean("it is enabled").value_or(true)});
}

void join_key_and_plan(building& into, const known_ids& ids, const api_resource& from) {
  const auto key = ids.keys.find(referred_id(from.properties["KeyId"]));
  const auto plan = ids.plans.find(referred_id(from.properties["UsagePlanId"]));
  if (key == ids.keys.end())
    return from.properties["KeyId"].warn("expected a key of this file; " + std::string(ignored));
  if (plan == ids.plans.end())
    return from.properties["UsagePlanId"].warn("expected a usage plan of this file and stage; " + std::string(ignored));
  into.out.api_keys[key->second].usage_plan = into.out.usage_plans[plan->second].name;
}

}  // namespace

void read_usage_plans(building& into) {
  const node provider = into.root["provider"], api = provider["apiGateway"];
  const node keys = api["apiKeys"].is_given() ? api["apiKeys"] : provider["apiKeys"];
  const node plans = api["usagePlan"].is_given() ? api["usagePlan"] : provider["usagePlan"];
  known_ids ids;
  read_provider_plans(into, ids, plans, keys.is_list());
  read_provider_keys(into, ids, keys, plans);
  for (const auto& one : resources_of_type(into, "AWS::ApiGateway::UsagePlan")) read_resource_plan(into, ids, one);
  for (const auto& one : resources_of_type(into, "AWS::ApiGateway::ApiKey")) read_resource_key(into, ids, one);
  for (const auto& one : resources_of_type(into, "AWS::ApiGateway::UsagePlanKey")) join_key_and_plan(into, ids, one);
}

}  // namespace lamina::config
