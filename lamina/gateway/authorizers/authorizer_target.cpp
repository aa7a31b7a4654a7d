#include "lamina/gateway/authorizers/authorizer_target.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

// The Framework's logical name of a function: "my-auth_1" is "MyDashauthUnderscore1LambdaFunction".
std::string logical_name(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '-')
      out += "Dash";
    else if (c == '_')
      out += "Underscore";
    else
      out += out.empty() && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return out + "LambdaFunction";
}

std::optional<std::string> function_by_logical_name(std::string_view name, const config::service& of) {
  const auto found =
      std::ranges::find_if(of.functions, [&](const config::function& one) { return logical_name(one.key) == name; });
  return found == of.functions.end() ? std::nullopt : std::optional(found->key);
}

// A key, a deployed name, or an ARN with one in it, with or without a qualifier.
std::optional<std::string> function_by_text(std::string_view text, const config::service& of) {
  if (const std::size_t at = text.rfind(":function:"); at != std::string_view::npos) {
    text.remove_prefix(at + 10);
    text = text.substr(0, text.find_first_of(":/"));
  }
  for (const config::function& one : of.functions)
    if (one.key == text || one.name == text) return one.key;
  return std::nullopt;
}

// "...functions/${AuthLambdaFunction.Arn}/invocations": what stands in the braces, else the text itself.
std::optional<std::string> function_by_template(std::string_view text, const config::service& of) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const std::string_view name = text.substr(at + 2, text.find_first_of(".}", at + 2) - at - 2);
    if (auto found = function_by_logical_name(name, of)) return found;
  }
  return function_by_text(text, of);
}

const json::value* only_member(const json::value& of, std::string_view name) {
  return of.is_object() && of.get_object().size() == 1 ? json::find(of, name) : nullptr;
}

// "Pool" of {"Fn::GetAtt": ["Pool", "Arn"]}, {"Fn::GetAtt": "Pool.Arn"} and {"Ref": "Pool"}.
std::string_view referred_name(const json::value& reference) {
  if (const json::value* ref = only_member(reference, "Ref"); ref != nullptr && ref->is_string())
    return ref->get_string();
  const json::value* const get = only_member(reference, "Fn::GetAtt");
  if (get == nullptr) return {};
  if (get->is_array() && !get->get_array().empty() && get->get_array()[0].is_string())
    return get->get_array()[0].get_string();
  const std::string_view text = get->is_string() ? std::string_view(get->get_string()) : std::string_view();
  return text.substr(0, text.find('.'));
}

const json::value* find_resource(const config::service& of, std::string_view name) {
  const json::value* const all = json::find(of.resources, "Resources");
  return all == nullptr ? nullptr : json::find(*all, name);
}

std::string text_of(const json::value& properties, std::string_view key) {
  return std::string(json::find_string(properties, key));
}

std::optional<std::int64_t> number_of(const json::value& properties, std::string_view key) {
  const json::value* const found = json::find(properties, key);
  if (found == nullptr || !found->is_int64()) return std::nullopt;
  return found->get_int64();
}

std::vector<std::string> texts_of(const json::value* from) {
  std::vector<std::string> out;
  if (from == nullptr) return out;
  const json::array single = from->is_array() ? json::array() : json::array{*from};
  for (const json::value& one : from->is_array() ? from->get_array() : single) {
    if (!one.is_string()) continue;
    std::string_view rest = one.get_string();
    while (!rest.empty()) {  // "a, b" is two sources
      const std::size_t end = std::min(rest.find_first_of(", "), rest.size());
      if (end > 0) out.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

void read_function(config::authorizer& to, const json::value& properties, const config::service& of) {
  const json::value* const uri = json::find(properties, "AuthorizerUri");
  if (uri == nullptr) return;
  to.function = function_of_reference(*uri, of).value_or("");
  if (to.function.empty()) to.arn = uri->is_string() ? std::string(uri->get_string()) : json::serialize(*uri);
}

result<config::authorizer> read_rest(config::authorizer to, const json::value& properties, const config::service& of) {
  using kind = config::authorizer::kind;
  const std::string type = text_of(properties, "Type");
  if (type != "TOKEN" && type != "REQUEST" && type != "COGNITO_USER_POOLS")
    return error("Properties.Type: expected TOKEN, REQUEST or COGNITO_USER_POOLS, found \"" + type + "\"");
  to.type = type == "TOKEN" ? kind::token : type == "REQUEST" ? kind::request : kind::cognito_user_pools;
  to.identity_sources = texts_of(json::find(properties, "IdentitySource"));
  if (to.identity_sources.empty() && to.type != kind::request)
    to.identity_sources = {"method.request.header.Authorization"};
  to.ttl = std::chrono::seconds(number_of(properties, "AuthorizerResultTtlInSeconds").value_or(300));
  to.validation_expression = text_of(properties, "IdentityValidationExpression");
  read_function(to, properties, of);
  const json::value* const pools = json::find(properties, "ProviderARNs");
  if (pools != nullptr && pools->is_array() && !pools->get_array().empty()) {
    const json::value& pool = pools->get_array()[0];
    if (pool.is_string())
      to.arn = pool.get_string();
    else
      to.arn_function = pool;
  }
  return to;
}

result<config::authorizer> read_http(config::authorizer to, const json::value& properties, const config::service& of) {
  using kind = config::authorizer::kind;
  const std::string type = text_of(properties, "AuthorizerType");
  if (type != "JWT" && type != "REQUEST")
    return error("Properties.AuthorizerType: expected JWT or REQUEST, found \"" + type + "\"");
  to.type = type == "JWT" ? kind::jwt : kind::request;
  to.identity_sources = texts_of(json::find(properties, "IdentitySource"));
  to.ttl = std::chrono::seconds(number_of(properties, "AuthorizerResultTtlInSeconds").value_or(0));
  if (const json::value* jwt = json::find(properties, "JwtConfiguration")) {
    if (const json::value* issuer = json::find(*jwt, "Issuer")) to.issuer = *issuer;
    if (const json::value* audience = json::find(*jwt, "Audience")) to.audience = *audience;
  }
  if (const std::string version = text_of(properties, "AuthorizerPayloadFormatVersion"); !version.empty())
    to.payload_version = version;
  const json::value* const simple = json::find(properties, "EnableSimpleResponses");
  to.simple_responses = simple != nullptr && simple->is_bool() && simple->get_bool();
  read_function(to, properties, of);
  return to;
}

}  // namespace

std::optional<std::string> function_of_reference(const json::value& reference, const config::service& of) {
  if (reference.is_string()) return function_by_template(std::string_view(reference.get_string()), of);
  if (const std::string_view name = referred_name(reference); !name.empty()) return function_by_logical_name(name, of);
  if (const json::value* sub = only_member(reference, "Fn::Sub")) {
    const json::value& text = sub->is_array() && !sub->get_array().empty() ? sub->get_array()[0] : *sub;
    return text.is_string() ? function_by_template(std::string_view(text.get_string()), of) : std::nullopt;
  }
  const json::value* const join = only_member(reference, "Fn::Join");
  if (join == nullptr || !join->is_array() || join->get_array().size() != 2 || !join->get_array()[1].is_array())
    return std::nullopt;
  for (const json::value& part : join->get_array()[1].get_array())
    if (auto found = function_of_reference(part, of)) return found;
  return std::nullopt;
}

result<config::authorizer> follow_authorizer_id(const config::authorizer& guard, const config::service& of) {
  if (guard.id.is_null()) return guard;
  const std::string_view name = referred_name(guard.id);
  const json::value* const resource = name.empty() ? nullptr : find_resource(of, name);
  if (resource == nullptr) return guard;
  const json::value* const found = json::find(*resource, "Properties");
  const json::value properties = found == nullptr ? json::value(json::object()) : *found;
  config::authorizer to;
  to.name = name;
  to.scopes = guard.scopes;
  const std::string_view type = json::find_string(*resource, "Type");
  auto read = type == "AWS::ApiGateway::Authorizer"     ? read_rest(std::move(to), properties, of)
              : type == "AWS::ApiGatewayV2::Authorizer" ? read_http(std::move(to), properties, of)
                                                        : error("it is no authorizer");
  if (!read) return error("resources.Resources." + std::string(name) + ": " + read.error().message);
  return read;
}

std::optional<std::string> function_of_authorizer(const config::authorizer& guard, const config::service& of) {
  const auto followed = follow_authorizer_id(guard, of);
  if (!followed) return std::nullopt;
  if (followed->type != config::authorizer::kind::token && followed->type != config::authorizer::kind::request)
    return std::nullopt;
  if (!followed->function.empty()) return followed->function;
  return function_of_reference(followed->arn_function.is_null() ? json::value(followed->arn) : followed->arn_function,
                               of);
}

namespace {

std::string issuer_of_pool_id(std::string_view region, std::string_view id) {
  return "https://cognito-idp." + std::string(region) + ".amazonaws.com/" + std::string(id);
}

// "Pool", "Pool.ProviderURL", "AWS::Region"; `own`: the names that an Fn::Sub brings along.
std::optional<std::string> text_of_name(std::string_view name, const json::value* own, const config::service& of) {
  if (const json::value* const said = own == nullptr ? nullptr : json::find(*own, name))
    return text_of_reference(*said, of);
  if (name == "AWS::Region") return of.region;
  if (name == "AWS::URLSuffix") return "amazonaws.com";
  const std::size_t dot = std::min(name.find('.'), name.size());
  const auto known = of.authorizers.user_pools.find(std::string(name.substr(0, dot)));
  if (known == of.authorizers.user_pools.end()) return std::nullopt;
  const std::string_view attribute = name.substr(dot);
  const std::string& id = known->second;
  if (attribute.empty() || attribute == ".UserPoolId" || attribute == ".ClientId") return id;
  const std::string issuer = issuer_of_pool_id(id.substr(0, id.find('_')), id);
  if (attribute == ".ProviderURL") return issuer;
  if (attribute == ".ProviderName") return issuer.substr(std::string_view("https://").size());
  return std::nullopt;
}

std::optional<std::string> text_of_template(std::string_view text, const json::value* own, const config::service& of) {
  std::string out;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = text_of_name(text.substr(at + 2, end - at - 2), own, of);
    if (!part) return std::nullopt;
    out.append(text.substr(0, at)).append(*part);
    text.remove_prefix(end + 1);
  }
  return out.append(text);
}

std::optional<std::string> joined(const json::value& join, const config::service& of) {
  if (!join.is_array() || join.get_array().size() != 2) return std::nullopt;
  const json::value &between = join.get_array()[0], &parts = join.get_array()[1];
  if (!between.is_string() || !parts.is_array()) return std::nullopt;
  std::string out;
  for (const json::value& part : parts.get_array()) {
    const auto text = text_of_reference(part, of);
    if (!text) return std::nullopt;
    if (&part != &parts.get_array().front()) out += between.get_string();
    out += *text;
  }
  return out;
}

}  // namespace

std::optional<std::string> text_of_reference(const json::value& value, const config::service& of) {
  if (value.is_string()) return std::string(value.get_string());
  if (const json::value* sub = only_member(value, "Fn::Sub")) {
    if (sub->is_string()) return text_of_template(std::string_view(sub->get_string()), nullptr, of);
    if (!sub->is_array() || sub->get_array().size() != 2 || !sub->get_array()[0].is_string()) return std::nullopt;
    return text_of_template(std::string_view(sub->get_array()[0].get_string()), &sub->get_array()[1], of);
  }
  if (const json::value* join = only_member(value, "Fn::Join")) return joined(*join, of);
  const json::value* const get = only_member(value, "Fn::GetAtt");
  if (get != nullptr && get->is_array() && get->get_array().size() == 2 && get->get_array()[1].is_string())
    return text_of_name(std::string(referred_name(value)) + "." + std::string(get->get_array()[1].get_string()),
                        nullptr, of);
  if (get != nullptr && get->is_string()) return text_of_name(std::string_view(get->get_string()), nullptr, of);
  const std::string_view name = referred_name(value);
  return name.empty() ? std::nullopt : text_of_name(name, nullptr, of);
}

std::string issuer_of_user_pool(const config::authorizer& guard, const config::service& of) {
  std::string region = of.region, pool;
  constexpr std::string_view marks[] = {":cognito-idp:", ":userpool/"};
  if (const std::size_t at = guard.arn.find(marks[1]); at != std::string::npos) {
    pool = guard.arn.substr(at + marks[1].size());
    const std::size_t service = guard.arn.find(marks[0]);
    if (service != std::string::npos) {
      const std::size_t begin = service + marks[0].size();
      region = guard.arn.substr(begin, guard.arn.find(':', begin) - begin);
    }
  } else if (const auto known = of.authorizers.user_pools.find(std::string(referred_name(guard.arn_function)));
             known != of.authorizers.user_pools.end()) {
    pool = known->second;
    region = pool.substr(0, pool.find('_'));
  }
  return pool.empty() ? "" : issuer_of_pool_id(region, pool);
}

}  // namespace lamina::gateway
