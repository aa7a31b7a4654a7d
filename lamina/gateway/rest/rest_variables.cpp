#include "lamina/gateway/rest/internal/rest_variables.h"

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/query_string.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/listener/access_variables.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

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
  if (cut(name, "context.")) return append_context(out, name);
  if (cut(name, "stageVariables.")) {
    const auto found = at_.api.stage.variables.find(std::string(name));
    return found != at_.api.stage.variables.end() && append_if_any(out, found->second);
  }
  return cut(name, "method.request.") && append_parameter(out, name);
}

bool rest_variables::append_context(std::string& out, std::string_view name) const {
  std::string_view rest;
  const access_variable* const known = find_access_variable(name, rest);
  if (known == nullptr || known->read == nullptr) return false;
  access_record record = record_of(at_, now_);
  record.latency = std::chrono::duration_cast<std::chrono::microseconds>(at_.loop.now() - now_.started);
  time_texts began;
  std::string storage;
  const access_value value = known->read({record, at_.api.stage, at_.loop.wall_clock(), began, storage}, rest);
  if (value.is == access_value::kind::number) append_number(out, value.number);
  return value.is == access_value::kind::number || append_if_any(out, value.text);
}

parameter_source::context_lookup context_of(rest_loop& at, const rest_call& now) {
  return [&at, &now, text = std::string()](std::string_view name) mutable -> std::string_view {
    text.clear();
    rest_variables(at, now).append(text, "context." + std::string(name));
    return text;
  };
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
