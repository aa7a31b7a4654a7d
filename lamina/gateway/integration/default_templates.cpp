#include "lamina/gateway/integration/default_templates.h"

#include <string_view>

namespace lamina::gateway {
namespace {

constexpr std::string_view members_of_map =
    R"vtl(#macro(text $of)"$util.escapeJavaScript($of).replace("\'", "'")"#end
#define($members){#foreach($name in $map.keySet())#text($name):#text($map.get($name))#if($foreach.hasNext),#end#end}#end
)vtl";

constexpr std::string_view begin = R"vtl({"body":$body,"method":"$context.httpMethod",)vtl"
                                   R"vtl("principalId":#text($context.authorizer.principalId),)vtl"
                                   R"vtl("stage":"$context.stage","cognitoPoolClaims":{)vtl";

constexpr std::string_view end = R"vtl("sub":#text($context.authorizer.claims.sub)},
#set($map = $context.authorizer)"enhancedAuthContext":$members,
#set($map = $input.params().header)"headers":$members,
#set($map = $input.params().querystring)"query":$members,
#set($map = $input.params().path)"path":$members,
#set($map = $context.identity)"identity":$members,
#set($map = $stageVariables)"stageVariables":$members,
"requestPath":#text($context.resourcePath)})vtl";

constexpr std::string_view form_body = R"vtl(
#define($body){#set($separator = '')#foreach($field in $input.path('$').split('&'))
#set($pair = $field.split('='))
#if($pair.size() >= 1)
#set($given = '')
#if($pair.size() >= 2)
#set($given = $util.urlDecode($pair[1]))
#end
$separator#text($util.urlDecode($pair[0])):#text($given)#set($separator = ',')
#end
#end}#end
)vtl";

std::string event_template(std::string_view body, const std::vector<std::string>& claims) {
  std::string text(members_of_map);
  return text.append(body).append(begin).append(claim_members(claims)).append(end);
}

}  // namespace

std::string claim_members(const std::vector<std::string>& claims) {
  std::string text;
  for (const std::string& claim : claims) {
    const std::size_t colon = claim.find(':');
    text.append("\"").append(colon == std::string::npos ? claim : claim.substr(colon + 1)).append("\":");
    text.append(R"vtl("$util.escapeJavaScript($context.authorizer.claims[')vtl").append(claim);
    text.append(R"vtl(']).replace("\'", "'")",)vtl");
  }
  return text;
}

std::string default_json_template(const std::vector<std::string>& claims) {
  return event_template("#set($body = $input.json('$'))\n", claims);
}

std::string default_form_template(const std::vector<std::string>& claims) { return event_template(form_body, claims); }

}  // namespace lamina::gateway
