#include "lamina/gateway/rest/internal/rest_variables.h"

#include <algorithm>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/json/json.h"

namespace lamina::gateway::internal {
namespace {

// Cuts `prefix` off; false: it does not begin so.
bool cut(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool append_if_any(std::string& out, std::string_view value) {
  out += value;
  return !value.empty();
}

}  // namespace

bool rest_variables::append(std::string& out, std::string_view name) const {
  if (cut(name, "context.authorizer.")) return append_authorizer(out, name);
  if (cut(name, "context.")) return append_context(out, name);
  if (cut(name, "stageVariables.")) {
    const auto found = at_.api.stage.variables.find(std::string(name));
    return found != at_.api.stage.variables.end() && append_if_any(out, found->second);
  }
  return cut(name, "method.request.") && append_parameter(out, name);
}

std::string_view rest_variables::context_text(std::string_view name) const {
  const api_stage& stage = at_.api.stage;
  const std::string_view domain = domain_name(now_.request.find("Host"));
  const std::pair<std::string_view, std::string_view> known[] = {
      {"requestId", now_.request_id},
      {"extendedRequestId", now_.extended_request_id},
      {"httpMethod", now_.method},
      {"path", now_.target.whole},
      {"protocol", "HTTP/1.1"},
      {"stage", stage.stage},
      {"apiId", stage.api_id},
      {"accountId", stage.account_id},
      {"deploymentId", stage.deployment_id},
      {"resourcePath", now_.route == nullptr ? std::string_view() : now_.route->resource},
      {"domainName", domain},
      {"domainPrefix", domain.substr(0, domain.find('.'))},
      {"xrayTraceId", now_.trace.full},
      {"identity.sourceIp", now_.request.remote_address},
      {"identity.userAgent", last_header(now_.request, "User-Agent")},
      {"identity.apiKey", now_.api_key == nullptr ? std::string_view() : now_.api_key->value},
      {"identity.apiKeyId", now_.api_key == nullptr ? std::string_view() : now_.api_key->id}};
  const auto found = std::ranges::find_if(known, [&](const auto& one) { return one.first == name; });
  return found == std::end(known) ? std::string_view() : found->second;
}

bool rest_variables::append_context(std::string& out, std::string_view name) const {
  at_.now_texts.update(at_.loop.wall_clock());
  if (name == "requestTime") return append_if_any(out, at_.now_texts.common_log());
  if (name == "requestTimeEpoch") return append_number(out, at_.now_texts.epoch_milliseconds()), true;
  return append_if_any(out, context_text(name));
}

// What the authorizer said is kept as the members of an object.
bool rest_variables::append_authorizer(std::string& out, std::string_view name) const {
  if (!now_.said.granted) return false;
  const auto said = json::try_parse("{" + now_.said.granted->context + "}");
  const json::value* value = said ? json::find(*said, name) : nullptr;
  if (value == nullptr) return false;
  out += value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
  return true;
}

bool rest_variables::append_parameter(std::string& out, std::string_view name) const {
  if (cut(name, "header.")) return append_if_any(out, last_header(now_.request, name));
  if (cut(name, "querystring.")) {
    std::string storage;
    field_list query;
    read_query(now_.target.query, storage, query);
    const std::string_view* value = query.find(name);
    return value != nullptr && append_if_any(out, *value);
  }
  if (!cut(name, "path.") || now_.route == nullptr) return false;
  const auto names = variable_names(now_.route->resource);
  for (std::size_t i = 0; i < names.size() && i < now_.match.value_count; ++i)
    if (names[i] == name) return append_if_any(out, now_.match.values[i]);
  return false;
}

}  // namespace lamina::gateway::internal
