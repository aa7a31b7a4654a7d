#include "lamina/gateway/rest/validation_errors.h"

#include <boost/json/value.hpp>

namespace lamina::gateway {
namespace {

constexpr std::size_t max_value_bytes = 200;  // of an instance shown in a message

const json::value* param(const json::schema_issue& issue, std::string_view name) {
  return issue.params.if_contains(name);
}

std::string param_text(const json::schema_issue& issue, std::string_view name) {
  const json::value* found = param(issue, name);
  return found == nullptr ? "?" : json::serialize(*found);
}

std::string shown(const json::value* instance) {
  std::string text = instance == nullptr ? "?" : json::serialize(*instance);
  if (text.size() > max_value_bytes) text = text.substr(0, max_value_bytes) + "...";
  return text;
}

std::string type_of(const json::value* instance) {
  if (instance == nullptr) return "?";
  switch (instance->kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "boolean";
    case json::kind::int64:
    case json::kind::uint64: return "integer";
    case json::kind::double_: return "number";
    case json::kind::string: return "string";
    case json::kind::array: return "array";
    case json::kind::object: return "object";
  }
  return "?";
}

std::string as_list(const json::value& one) {
  return one.is_array() ? json::serialize(one) : "[" + json::serialize(one) + "]";
}

std::string type_message(const json::schema_issue& issue, const json::value* at) {
  const json::value* type = param(issue, "type");
  return "instance type (" + type_of(at) +
         ") does not match any allowed primitive type (allowed: " + (type == nullptr ? "[]" : as_list(*type)) + ")";
}

std::string bound_message(const json::schema_issue& issue, const json::value* at, const char* side) {
  const std::string name = issue.keyword.ends_with("inimum") ? "minimum" : "maximum";
  return "numeric value is " + std::string(side) + " than the required " + name + " (" + name + ": " +
         param_text(issue, "limit") + ", found: " + shown(at) + ")";
}

std::string message_of(const json::schema_issue& issue, const json::value* at) {
  const std::string& keyword = issue.keyword;
  if (keyword == "required")
    return "object has missing required properties ([" + param_text(issue, "missingProperty") + "])";
  if (keyword == "type") return type_message(issue, at);
  if (keyword == "enum")
    return "instance value (" + shown(at) +
           ") not found in enum (possible values: " + param_text(issue, "allowedValues") + ")";
  if (keyword == "minimum" || keyword == "exclusiveMinimum") return bound_message(issue, at, "lower");
  if (keyword == "maximum" || keyword == "exclusiveMaximum") return bound_message(issue, at, "greater");
  if (keyword == "additionalProperties")
    return "object instance has properties which are not allowed by the schema: [" +
           param_text(issue, "additionalProperty") + "]";
  if (keyword == "pattern")
    return "ECMA 262 regex " + param_text(issue, "pattern") + " does not match input string " + shown(at);
  return issue.message;
}

}  // namespace

std::string validation_error_text(const json::value& body, const std::vector<json::schema_issue>& issues) {
  std::string out = "[";
  for (const json::schema_issue& issue : issues) {
    boost::system::error_code failure;
    const json::value* at = issue.instance_path.empty() ? &body : body.find_pointer(issue.instance_path, failure);
    if (out.size() > 1) out += ", ";
    out += message_of(issue, at);
  }
  return out + "]";
}

}  // namespace lamina::gateway
