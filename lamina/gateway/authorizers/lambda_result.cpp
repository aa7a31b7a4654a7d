#include "lamina/gateway/authorizers/lambda_result.h"

#include "lamina/gateway/integration/event_text.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

// Numbers and booleans become strings, as the function behind a REST API sees them; null stays null.
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

// The text of a string, number or boolean; "" for anything else.
std::string plain_text(const json::value* from) {
  if (from == nullptr || from->is_null() || from->is_object() || from->is_array()) return {};
  return from->is_string() ? std::string(from->get_string()) : json::serialize(*from);
}

const json::value* find_given(const json::value& answer, std::string_view key) {
  const json::value* const found = json::find(answer, key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

result<std::string> read_members(const json::value& answer) {
  std::string out = R"("principalId":)";
  const json::value* principal = find_given(answer, "principalId");
  if (principal == nullptr || !append_scalar(out, *principal)) return error("principalId: expected a string");
  const json::value* context = find_given(answer, "context");
  if (context == nullptr) return out;
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

result<std::string> read_typed(const json::value& answer) {
  const json::value* context = find_given(answer, "context");
  if (context == nullptr) return std::string("null");
  if (!context->is_object()) return error("context: expected an object");
  return json::serialize(*context);
}

result<policy> read_policy(const json::value& answer) {
  const json::value* document = json::find(answer, "policyDocument");
  if (document == nullptr || !document->is_object()) return error("policyDocument: expected an object");
  auto read = policy::read(*document);
  if (!read) return error("policyDocument." + read.error().message);
  return read;
}

}  // namespace

result<std::shared_ptr<const lambda_result>> lambda_result::read(std::string_view payload, lambda_result_form form) {
  const auto answer = json::try_parse(payload);
  if (!answer) return answer.error();
  const auto made = std::make_shared<lambda_result>();
  made->is_simple_ = form == lambda_result_form::simple;
  if (!answer->is_object())
    return error(made->is_simple_ ? "expected an object with isAuthorized"
                                  : "expected an object with principalId and policyDocument");
  if (made->is_simple_) {
    const json::value* const is_authorized = json::find(*answer, "isAuthorized");
    if (is_authorized == nullptr || !is_authorized->is_bool()) return error("isAuthorized: expected true or false");
    made->is_authorized_ = is_authorized->get_bool();
  } else {
    auto rules = read_policy(*answer);
    if (!rules) return rules.error();
    made->rules_ = *std::move(rules);
  }
  auto context = form == lambda_result_form::policy_of_rest ? read_members(*answer) : read_typed(*answer);
  if (!context) return context.error();
  made->granted_.context = *std::move(context);
  made->granted_.principal_id = plain_text(json::find(*answer, "principalId"));
  made->granted_.usage_key = plain_text(json::find(*answer, "usageIdentifierKey"));
  return std::shared_ptr<const lambda_result>(made);
}

policy::decision lambda_result::decide(std::string_view arn, const policy_facts& facts) const {
  if (!is_simple_) return rules_.decide(arn, facts);
  return is_authorized_ ? policy::decision::allow : policy::decision::deny;
}

}  // namespace lamina::gateway
