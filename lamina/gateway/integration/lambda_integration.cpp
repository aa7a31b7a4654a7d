#include "lamina/gateway/integration/lambda_integration.h"

#include "lamina/gateway/integration/default_templates.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::vector<std::string> claims_of(const config::route& from) {
  std::vector<std::string> claims;
  if (from.authorizer)
    for (const json::value& claim : from.authorizer->claims)
      claims.push_back(claim.is_string() ? std::string(claim.get_string()) : json::serialize(claim));
  return claims;
}

void put_claims(std::string& text, const std::vector<std::string>& claims) {
  constexpr std::string_view place = "extraCognitoPoolClaims";
  if (const std::size_t at = text.find(place); at != std::string::npos)
    text.replace(at, place.size(), claim_members(claims));
}

}  // namespace

result<lambda_integration> lambda_integration::make(const config::route& from, const api_stage& stage) {
  const config::rest_integration& setup = from.integration_setup;
  lambda_integration made(template_view(stage, from.path));
  if (setup.content_handling == "CONVERT_TO_BINARY") return error("request.contentHandling: CONVERT_TO_BINARY");
  const std::vector<std::string> claims = claims_of(from);
  auto texts = setup.templates;
  for (auto& [type, text] : texts)
    if (text) put_claims(*text, claims);
  texts.emplace("application/json", default_json_template(claims));  // unless the service has its own
  texts.emplace("application/x-www-form-urlencoded", default_form_template(claims));
  auto templates = request_templates::compile(texts, setup.pass_through);
  if (!templates) return templates.error();
  made.templates_ = *std::move(templates);
  auto compiled = mapped_responses::compile(setup.responses, stage.variables);
  if (!compiled) return compiled.error();
  made.responses_ = *std::move(compiled);
  return made;
}

// A function takes nothing but JSON.
result<void> lambda_integration::write_event(std::string& out, const rest_request& request,
                                             std::string_view content_type, template_overrides& overrides) const {
  const auto [chosen, is_refused] = templates_.choose(content_type);
  if (is_refused) return error(415);
  if (chosen == nullptr) {
    out = request.body.empty() ? "{}" : request.body;
  } else {
    std::string storage;
    out.clear();
    if (auto done = chosen->render(out, view_.show(request, storage), &overrides); !done) return done;
  }
  if (auto read = json::check(out); !read) return error(400, "the event is no JSON: " + read.error().message);
  return {};
}

std::string error_message_of(std::string_view payload) {
  const auto read = json::try_parse(payload);
  return read ? std::string(json::find_string(*read, "errorMessage")) : std::string();
}

}  // namespace lamina::gateway
