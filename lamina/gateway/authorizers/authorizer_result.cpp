#include "lamina/gateway/authorizers/authorizer_result.h"

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

// Numbers and booleans become strings, as the function behind the gateway sees them; null stays null.
bool append_scalar(std::string& out, const json::value& from) {
  if (from.is_string()) {
    quote_text_to(out, from.get_string());
  } else if (from.is_null()) {
    out += "null";
  } else if (from.is_bool() || from.is_number()) {
    out += '"';
    json::serialize_to(out, from);
    out += '"';
  } else {
    return false;
  }
  return true;
}

result<std::string> read_context(const json::value& answer) {
  std::string out = R"("principalId":)";
  const json::value* principal = json::find(answer, "principalId");
  if (principal == nullptr || principal->is_null() || !append_scalar(out, *principal))
    return error("principalId: expected a string");
  const json::value* context = json::find(answer, "context");
  if (context == nullptr || context->is_null()) return out;
  if (!context->is_object()) return error("context: expected an object");
  for (const auto& [key, value] : context->get_object()) {
    if (key == "principalId" || key == "integrationLatency") continue;  // the gateway's own
    out += ',';
    quote_text_to(out, key);
    out += ':';
    if (!append_scalar(out, value))
      return error("context." + std::string(key) + ": expected a string, number or boolean");
  }
  return out;
}

}  // namespace

result<authorizer_result> read_authorizer_result(std::string_view payload) {
  const auto answer = json::try_parse(payload);
  if (!answer) return answer.error();
  if (!answer->is_object()) return error("expected an object with principalId and policyDocument");
  const json::value* document = json::find(*answer, "policyDocument");
  if (document == nullptr || !document->is_object()) return error("policyDocument: expected an object");
  auto rules = policy::read(*document);
  if (!rules) return rules.error();
  auto context = read_context(*answer);
  if (!context) return context.error();
  return authorizer_result{*std::move(rules), *std::move(context)};
}

}  // namespace lamina::gateway
