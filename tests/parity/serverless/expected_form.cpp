#include "tests/parity/serverless/expected_form.h"

#include <algorithm>

namespace lamina::parity {
namespace {

using config::authorizer;

json::array texts(const std::vector<std::string>& from) {
  json::array out;
  for (const std::string& one : from) out.emplace_back(one);
  return out;
}

json::object function_form(const config::function& from) {
  json::object out;
  out["key"] = from.key;
  out["name"] = from.name;
  if (from.image.empty())
    out["handler"] = from.handler;
  else
    out["image"] = from.image;
  out["runtime"] = from.runtime;
  out["timeout"] = from.timeout.count();
  out["memory"] = from.memory_mb;
  out["timeoutFrom"] = from.timeout_from;
  out["memoryFrom"] = from.memory_from;
  json::object environment;
  for (const auto& [name, value] : from.environment) environment[name] = value;
  out["environment"] = std::move(environment);
  if (!from.architecture.empty()) out["architecture"] = from.architecture;
  if (!from.layers.is_null()) out["layers"] = from.layers;
  if (!from.url.is_null()) out["url"] = from.url;
  return out;
}

std::string type_name(const authorizer& from, bool rest) {
  switch (from.type) {
    case authorizer::kind::token: return "TOKEN";
    case authorizer::kind::request: return rest ? "REQUEST" : "request";
    case authorizer::kind::cognito_user_pools: return "COGNITO_USER_POOLS";
    case authorizer::kind::aws_iam: return rest ? "AWS_IAM" : "aws_iam";
    case authorizer::kind::jwt: return "jwt";
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
  return out;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

void put_target(json::object& out, const authorizer& from) {
  if (!from.function.empty()) out["function"] = from.function;
  if (!from.arn.empty()) out["arn"] = from.arn;
  if (!from.arn_function.is_null()) out["arn"] = from.arn_function;
  if (!from.scopes.empty()) out["scopes"] = texts(from.scopes);
}

json::value rest_authorizer_form(const authorizer& from) {
  json::object out;
  out["name"] = text_or_null(from.name);
  out["type"] = type_name(from, true);
  if (from.type == authorizer::kind::aws_iam) return out;
  put_target(out, from);
  if (from.id.is_null())
    out["ttl"] = from.ttl.count();
  else
    out["authorizerId"] = from.id;
  if (!from.identity_sources.empty()) out["identitySource"] = joined(from.identity_sources);
  return out;
}

json::value http_authorizer_form(const authorizer& from) {
  json::object out;
  out["name"] = from.id.is_null() ? text_or_null(from.name) : from.id;
  out["type"] = type_name(from, false);
  if (from.type == authorizer::kind::aws_iam) return out;
  put_target(out, from);
  if (!from.id.is_null()) {
    out["external"] = true;
    return out;
  }
  if (!from.issuer.is_null()) out["issuer"] = from.issuer;
  if (!from.audience.is_null()) out["audience"] = from.audience;
  if (from.type == authorizer::kind::request && from.ttl.count() > 0) out["ttl"] = from.ttl.count();
  if (!from.identity_sources.empty()) out["identitySource"] = texts(from.identity_sources);
  return out;
}

json::object route_form(const config::route& from) {
  const bool rest = from.api == config::api_kind::rest;
  json::object out;
  out["api"] = rest ? "http" : "httpApi";
  out["method"] = from.method;
  out["path"] = from.path;
  out["function"] = from.function;
  out["authorizer"] = nullptr;
  if (from.authorizer)
    out["authorizer"] = rest ? rest_authorizer_form(*from.authorizer) : http_authorizer_form(*from.authorizer);
  if (!rest) {
    out["payload"] = from.payload;
    return out;
  }
  out["integration"] = from.integration;
  out["private"] = from.private_key;
  out["cors"] = from.cors;
  if (from.async) out["async"] = true;
  if (from.timeout) out["timeoutInMillis"] = from.timeout->count();
  json::object parameters, schemas;
  for (const auto& [name, required] : from.request_parameters) parameters[name] = required;
  for (const auto& [type, schema] : from.request_schemas) schemas[type] = schema;
  if (!parameters.empty()) out["requestParameters"] = std::move(parameters);
  if (!schemas.empty()) out["requestSchemas"] = std::move(schemas);
  return out;
}

json::object rest_cors_form(const config::rest_cors& from) {
  json::object out;
  out["path"] = from.path;
  out["origins"] = texts(from.origins);
  out["methods"] = texts(from.methods);
  out["headers"] = texts(from.headers);
  out["allowCredentials"] = from.allow_credentials;
  if (from.max_age) out["maxAge"] = *from.max_age;
  if (!from.cache_control.empty()) out["cacheControl"] = from.cache_control;
  return out;
}

json::value http_cors_form(const std::optional<config::http_api_cors>& from) {
  if (!from) return nullptr;
  json::object out;
  out["origins"] = texts(from->origins);
  out["headers"] = texts(from->headers);
  out["methods"] = texts(from->methods);
  out["allowCredentials"] = from->allow_credentials;
  if (!from->exposed_headers.empty()) out["exposedHeaders"] = texts(from->exposed_headers);
  if (from->max_age) out["maxAge"] = *from->max_age;
  return out;
}

json::object websocket_form(const config::websocket_route& from) {
  json::object out;
  out["route"] = from.route;
  out["function"] = from.function;
  if (from.authorizer) {
    json::object by;
    by["name"] = from.authorizer->name;
    if (!from.authorizer->arn.empty()) by["arn"] = from.authorizer->arn;
    by["identitySource"] = texts(from.authorizer->identity_sources);
    out["authorizer"] = std::move(by);
  }
  if (!from.route_response.empty()) out["routeResponse"] = from.route_response;
  return out;
}

json::object schedule_form(const config::schedule& from) {
  json::object out = from.rest;
  out["function"] = from.function;
  out["rate"] = texts(from.rates);
  out["enabled"] = from.enabled;
  return out;
}

json::object event_form(const config::other_event& from) {
  json::object out;
  out["type"] = from.type;
  out["function"] = from.function;
  out["config"] = from.config;
  return out;
}

template <class Items, class Form>
json::array all(const Items& items, Form form) {
  json::array out;
  for (const auto& item : items) out.push_back(form(item));
  return out;
}

}  // namespace

json::object expected_form(const config::service& from) {
  json::object out;
  out["service"] = from.name;
  out["stage"] = from.stage;
  out["region"] = from.region;
  out["functions"] = all(from.functions, function_form);
  out["routes"] = all(from.routes, route_form);
  if (!from.rest_cors_paths.empty()) out["restCors"] = all(from.rest_cors_paths, rest_cors_form);
  const bool has_http_api = std::any_of(from.routes.begin(), from.routes.end(),
                                        [](const auto& route) { return route.api == config::api_kind::http; });
  if (has_http_api) out["httpApiCors"] = http_cors_form(from.http_cors);
  out["websockets"] = all(from.websockets, websocket_form);
  if (!from.websockets.empty()) out["websocketRouteSelection"] = from.websocket_route_selection;
  out["schedules"] = all(from.schedules, schedule_form);
  out["events"] = all(from.events, event_form);
  if (!from.api_keys.empty())
    out["apiKeys"] = all(from.api_keys, [](const config::api_key& key) { return json::value(key.name); });
  if (!from.offline.empty()) out["offline"] = from.offline;
  if (!from.plugins.empty()) out["plugins"] = texts(from.plugins);
  return out;
}

}  // namespace lamina::parity
