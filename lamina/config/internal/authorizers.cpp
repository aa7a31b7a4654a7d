#include <algorithm>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/route_text.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";
constexpr std::string_view refuses = "the authorizer can be asked by nobody, so its routes refuse";
constexpr std::string_view authorization = "method.request.header.Authorization";
constexpr std::string_view http_authorization = "$request.header.Authorization";

bool is_given(const node& value, bool& dropped) {
  if (value.is_unresolved())
    value.warn("cannot be resolved (" + value.why() + "); the route is left out rather than left open");
  dropped = dropped || value.is_unresolved();
  return value.is_given() && !value.is_unresolved();
}

// "auth" of "arn:aws:lambda:us-east-1:000000000000:function:auth-service-dev-auth", as the Framework names it.
std::string name_from_arn(const std::string& arn) {
  const std::string last = arn.substr(arn.rfind(':') + 1);
  return last.substr(last.rfind('-') + 1);
}

bool is_user_pool(std::string_view arn) {
  return arn.find(":cognito-idp:") != std::string_view::npos && arn.find(":userpool/") != std::string_view::npos;
}

// "a, b" is two sources; so is a list.
std::vector<std::string> sources(const node& from) {
  std::vector<std::string> out;
  for (const std::string& text : from.texts(ignored)) {
    std::size_t begin = 0;
    while ((begin = text.find_first_not_of(" ,", begin)) != std::string::npos) {
      const std::size_t end = std::min(text.find_first_of(" ,", begin), text.size());
      out.push_back(text.substr(begin, end - begin));
      begin = end;
    }
  }
  return out;
}

void read_arn(authorizer& to, const node& arn) {
  if (arn.is_map()) {
    to.arn_function = arn.value(refuses);
  } else if (auto text = arn.text(refuses)) {
    to.arn = *std::move(text);
  }
}

std::optional<authorizer> rest_from_text(const node& value, const std::string& text) {
  authorizer to;
  if (text.empty()) {
    value.expected("aws_iam, a function of this service, an ARN or a map");
    return std::nullopt;
  }
  if (upper(text) == "AWS_IAM") {
    to.type = authorizer::kind::aws_iam;
    return to;
  }
  to.identity_sources = {std::string(authorization)};
  if (text.find(':') == std::string::npos) {
    to.name = to.function = text;
    return to;
  }
  to.arn = text;
  to.name = name_from_arn(text);
  if (is_user_pool(text)) to.type = authorizer::kind::cognito_user_pools;
  return to;
}

bool read_rest_type(authorizer& to, const node& type) {
  const std::string text = upper(type.text(ignored).value_or(""));
  if (text == "REQUEST") to.type = authorizer::kind::request;
  if (text == "COGNITO_USER_POOLS") to.type = authorizer::kind::cognito_user_pools;
  if (text == "AWS_IAM") to.type = authorizer::kind::aws_iam;
  const bool known = text.empty() || text == "TOKEN" || to.type != authorizer::kind::token;
  if (!known) type.expected("TOKEN, REQUEST, COGNITO_USER_POOLS or AWS_IAM");
  return known;
}

// Which authorizer: one made elsewhere, an ARN, or a function of this service.
bool read_rest_target(authorizer& to, const node& value) {
  if (value["authorizerId"].is_given() || value["authorizerId"].is_unresolved()) {
    to.id = value["authorizerId"].value(refuses);
    return true;
  }
  const auto name = value["name"].text(refuses);
  if (value["arn"].is_given() || value["arn"].is_unresolved()) {
    read_arn(to, value["arn"]);
    to.name = name ? *name : name_from_arn(to.arn);
    if (is_user_pool(to.arn)) to.type = authorizer::kind::cognito_user_pools;
    return true;
  }
  if (!name) {
    if (!value["name"].is_unresolved())
      value.fail("an authorizer needs `name` (a function of this service), `arn`, `authorizerId` or `type: aws_iam`");
    return false;
  }
  to.name = to.function = *name;
  return true;
}

void read_rest_details(authorizer& to, const node& value) {
  if (const auto ttl = value["resultTtlInSeconds"].whole_number("300 is used", 3600))
    to.ttl = std::chrono::seconds(*ttl);
  to.identity_sources = sources(value["identitySource"]);
  const bool optional = to.type == authorizer::kind::request && to.ttl.count() == 0;
  if (to.identity_sources.empty() && !optional) to.identity_sources = {std::string(authorization)};
  to.validation_expression = value["identityValidationExpression"].text(ignored).value_or("");
  to.scopes = value["scopes"].texts(ignored);
  const json::value claims = value["claims"].value(ignored);
  if (claims.is_array()) to.claims = claims.get_array();
}

authorizer shared_jwt(authorizer to, const node& from) {
  to.type = authorizer::kind::jwt;
  if (to.identity_sources.empty()) to.identity_sources = {std::string(http_authorization)};
  to.issuer = from["issuerUrl"].whole_value(refuses).value_or(nullptr);
  to.audience = from["audience"].whole_value(refuses).value_or(nullptr);
  if (to.audience.is_string()) to.audience = json::array{json::value(to.audience)};
  if (!from.has("issuerUrl")) from.fail("`issuerUrl` is missing; expected the address of the issuer");
  return to;
}

authorizer shared_function(authorizer to, const node& from) {
  to.type = authorizer::kind::request;
  to.function = from["functionName"].text(refuses).value_or("");
  if (from["functionArn"].is_given() || from["functionArn"].is_unresolved()) read_arn(to, from["functionArn"]);
  if (!from.has("functionName") && !from.has("functionArn"))
    from.fail("`functionName` is missing; expected a function of this service (or functionArn)");
  const auto ttl = from["resultTtlInSeconds"].whole_number("results are not kept", 3600);
  to.ttl = std::chrono::seconds(ttl.value_or(0));
  if (to.identity_sources.empty() && to.ttl.count() > 0)
    from.fail("`identitySource` is missing; results that are kept (resultTtlInSeconds) need one");
  to.payload_version = from["payloadVersion"].text("2.0 is used").value_or("2.0");
  to.simple_responses = from["enableSimpleResponses"].boolean(ignored).value_or(false);
  return to;
}

// provider.httpApi.authorizers.<name>
std::optional<authorizer> shared_authorizer(building& into, const std::string& name, const node& at) {
  const node from = into.root["provider"]["httpApi"]["authorizers"][name];
  if (!from.is_map()) {
    if (from.is_unresolved()) from.fail("cannot be resolved: " + from.why());
    at.fail("there is no authorizer " + name + " under provider.httpApi.authorizers");
    return std::nullopt;
  }
  authorizer to;
  to.name = from["name"].text(ignored).value_or(name);
  to.identity_sources = sources(from["identitySource"]);
  const std::string type = from["type"].text("jwt is used").value_or("jwt");
  if (type == "jwt") return shared_jwt(std::move(to), from);
  if (type == "request") return shared_function(std::move(to), from);
  from["type"].expected("jwt or request");
  return std::nullopt;
}

}  // namespace

std::optional<authorizer> read_rest_authorizer(building&, const node& value, bool& dropped) {
  if (!is_given(value, dropped)) return std::nullopt;
  if (!value.is_map()) {
    const auto text = value.is_text() ? value.text("") : std::optional<std::string>();
    if (!text) value.expected("text or a map");
    return text ? rest_from_text(value, *text) : std::nullopt;
  }
  authorizer to;
  if (value["type"].is_unresolved()) return is_given(value["type"], dropped), std::nullopt;
  if (!read_rest_type(to, value["type"])) return std::nullopt;
  if (to.type == authorizer::kind::aws_iam) return to;
  if (!read_rest_target(to, value)) {
    is_given(value["name"], dropped);
    return std::nullopt;
  }
  read_rest_details(to, value);
  return to;
}

std::optional<authorizer> read_http_api_authorizer(building& into, const node& value, bool& dropped) {
  if (!is_given(value, dropped)) return std::nullopt;
  if (!value.is_map()) {
    const auto name = value.is_text() ? value.text("") : std::optional<std::string>();
    if (!name) value.expected("the name of an authorizer, or a map");
    return name ? shared_authorizer(into, *name, value) : std::nullopt;
  }
  const std::string type = value["type"].text(ignored).value_or("");
  if (type == "aws_iam") {
    authorizer to;
    to.type = authorizer::kind::aws_iam;
    return to;
  }
  if (value["id"].is_given() || value["id"].is_unresolved()) {
    authorizer to;
    to.id = value["id"].value(refuses);
    to.type = type == "request" ? authorizer::kind::request : authorizer::kind::jwt;
    to.scopes = value["scopes"].texts(ignored);
    return to;
  }
  if (!is_given(value["name"], dropped)) {
    if (!dropped)
      value.fail("an authorizer needs `name` (one of provider.httpApi.authorizers), `id` or `type: aws_iam`");
    return std::nullopt;
  }
  const auto name = value["name"].needed_text();
  auto to = name ? shared_authorizer(into, *name, value) : std::nullopt;
  if (to) to->scopes = value["scopes"].texts(ignored);
  return to;
}

std::optional<authorizer> read_websocket_authorizer(building&, const node& value, bool& dropped) {
  if (!is_given(value, dropped)) return std::nullopt;
  authorizer to;
  to.type = authorizer::kind::request;
  to.ttl = std::chrono::seconds(0);
  to.identity_sources = {"route.request.header.Auth"};
  const node target = value.is_map() && value["arn"].is_given() ? value["arn"] : value.is_map() ? value["name"] : value;
  if (target.is_map()) {
    to.arn_function = target.value(refuses);
  } else if (is_given(target, dropped)) {
    const std::string text = target.needed_text().value_or("");
    const bool is_arn = text.find(':') != std::string::npos;
    (is_arn ? to.arn : to.function) = text;
    to.name = is_arn ? name_from_arn(text) : text;
  } else {
    if (!dropped) value.fail("an authorizer needs `name` (a function of this service) or `arn`");
    return std::nullopt;
  }
  if (value.is_map()) {
    to.name = value["name"].text(ignored).value_or(to.name);
    if (value["identitySource"].is_given()) to.identity_sources = sources(value["identitySource"]);
  }
  return to;
}

}  // namespace lamina::config
