#include "lamina/gateway/integration/lambda_integration.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

class lambda_integration_test : public ::testing::Test {
 protected:
  lambda_integration_test() {
    route.path = "/pets/{id}";
    route.integration = "AWS";
    route.integration_setup.pass_through = "NEVER";
    route.integration_setup.responses = {{.status = 200}};
    headers.add("Host", "h");
    headers.add("X-A", "1");
    headers.add("X-A", "2");
    query.add("q", "it's");
    request.method = "POST";
    request.headers = &headers;
    request.query = &query;
    request.path_values = values;
    request.source_ip = "192.0.2.1";
    request.user_agent = &agent;
  }

  std::string error_of() const {
    const auto made = lambda_integration::make(route, stage);
    return made ? "" : made.error().message;
  }
  // 0, or the status that the client gets.
  int write(std::string_view content_type = {}) {
    const auto made = lambda_integration::make(route, stage);
    EXPECT_TRUE(made) << made.error().message;
    overrides = {};
    const auto done = made->write_event(text, request, content_type, overrides);
    return done ? 0 : done.error().status_code;
  }
  json::value event(std::string_view content_type = {}) {
    EXPECT_EQ(write(content_type), 0);
    return json::parse(text);
  }

  const std::string_view agent = "curl";
  api_stage stage{.stage = "dev", .variables = {{"colour", "red"}}};
  config::route route;
  field_list headers, query;
  std::vector<std::string_view> values = {"7"};
  rest_request request;
  std::string text;
  template_overrides overrides;
};

TEST_F(lambda_integration_test, the_event_is_that_of_the_frameworks_template) {
  request.body = R"({"a": [1, "x"]})";
  EXPECT_EQ(event("application/json; charset=utf-8"), json::parse(R"({
      "body": {"a": [1, "x"]}, "method": "POST", "principalId": "", "stage": "dev", "cognitoPoolClaims": {"sub": ""},
      "enhancedAuthContext": {}, "headers": {"Host": "h", "X-A": "2"}, "query": {"q": "it's"}, "path": {"id": "7"},
      "identity": {"cognitoIdentityPoolId": "", "accountId": "", "cognitoIdentityId": "", "caller": "",
        "sourceIp": "192.0.2.1", "principalOrgId": "", "accessKey": "", "cognitoAuthenticationType": "",
        "cognitoAuthenticationProvider": "", "userArn": "", "userAgent": "curl", "user": ""},
      "stageVariables": {"colour": "red"}, "requestPath": "/pets/{id}"})"));
}

TEST_F(lambda_integration_test, no_body_is_an_empty_object) { EXPECT_EQ(event().at("body"), json::object()); }

TEST_F(lambda_integration_test, a_form_is_an_object_of_its_fields) {
  request.body = "a=1&b=x+y%22&a=2&c";
  EXPECT_EQ(event("application/x-www-form-urlencoded").at("body"), json::parse(R"({"a":"2","b":"x y\"","c":""})"));
}

TEST_F(lambda_integration_test, what_the_authorizer_said_is_there) {
  request.authorizer = R"("principalId":"me","n":"1")";
  EXPECT_EQ(event().at("principalId"), "me");
  EXPECT_EQ(event().at("enhancedAuthContext"), json::parse(R"({"principalId":"me","n":"1"})"));
  route.authorizer.emplace();
  route.authorizer->claims = {"email", "custom:tenant"};
  request.authorizer = R"("claims":{"sub":"s","email":"e@x","custom:tenant":"t"})";
  EXPECT_EQ(event().at("cognitoPoolClaims"), json::parse(R"({"email":"e@x","tenant":"t","sub":"s"})"));
}

TEST_F(lambda_integration_test, other_content_types_are_refused_unless_they_may_pass) {
  request.body = R"({"raw":1})";
  EXPECT_EQ(write("text/plain"), 415);
  route.integration_setup.pass_through = "WHEN_NO_TEMPLATES";
  EXPECT_EQ(write("text/plain"), 415);
  route.integration_setup.pass_through = "WHEN_NO_MATCH";
  EXPECT_EQ(event("text/plain"), json::parse(R"({"raw":1})"));
  request.body = "no json";
  EXPECT_EQ(write("text/plain"), 400);
  EXPECT_EQ(write("application/json"), 400);
}

TEST_F(lambda_integration_test, templates_of_the_service_take_the_place_of_the_frameworks) {
  route.integration_setup.templates = {
      {"application/json", R"t({"id": "$input.params('id')", "name": $input.json('$.name'), "agent": )t"
                           R"t("$context.identity.userAgent", "colour": "$stageVariables.colour"})t"},
      {"application/x-www-form-urlencoded", std::nullopt},
      {"text/plain", R"({"fixed":true})"}};
  request.body = R"({"name":["Ada"]})";
  EXPECT_EQ(event(), json::parse(R"({"id":"7","name":["Ada"],"agent":"curl","colour":"red"})"));
  EXPECT_EQ(event("text/plain"), json::parse(R"({"fixed":true})"));
  EXPECT_EQ(write("application/x-www-form-urlencoded"), 415);
}

TEST_F(lambda_integration_test, claims_are_put_into_the_services_templates) {
  route.authorizer.emplace();
  route.authorizer->claims = {"custom:tenant"};
  route.integration_setup.templates = {{"application/json", R"({extraCognitoPoolClaims "a": 1})"}};
  request.authorizer = R"("claims":{"custom:tenant":"it's"})";
  EXPECT_EQ(event(), json::parse(R"({"tenant":"it's","a":1})"));
}

TEST_F(lambda_integration_test, a_template_that_makes_no_json_is_the_requests_fault) {
  route.integration_setup.templates = {{"application/json", R"t({"name": $input.path('$.name')})t"}};
  request.body = R"({"name":5})";
  EXPECT_EQ(event(), json::parse(R"({"name":5})"));
  request.body = R"({"name":"Ada"})";
  EXPECT_EQ(write(), 400);
}

TEST_F(lambda_integration_test, a_template_that_fails_is_not) {
  route.integration_setup.templates = {{"application/json", "{\"a\": \"$context.stage.substring(9)\"}"}};
  EXPECT_EQ(write(), 500);
}

TEST_F(lambda_integration_test, what_a_template_overrides_is_handed_on) {
  route.integration_setup.templates = {{"application/json", "{}#set($context.responseOverride.status = 418)"}};
  EXPECT_EQ(write(), 0);
  EXPECT_EQ(overrides.status, 418);
}

TEST_F(lambda_integration_test, what_cannot_be_served_is_said) {
  auto& templates = route.integration_setup.templates;
  templates = {{"application/json", "{\n  \"body\": #if($x)"}};
  EXPECT_EQ(error_of(),
            "the request template of application/json, line 2, column 18: expected #end for the #if of line 2, "
            "found the end of the template");
  templates.clear();
  route.integration_setup.content_handling = "CONVERT_TO_BINARY";
  EXPECT_EQ(error_of(), "request.contentHandling: CONVERT_TO_BINARY");
  route.integration_setup.content_handling.clear();
  route.integration_setup.responses[0].pattern = "(";
  EXPECT_NE(error_of(), "");
}

TEST(error_message_of, is_what_patterns_are_held_against) {
  EXPECT_EQ(error_message_of(R"({"errorMessage":"[404] none","errorType":"Error"})"), "[404] none");
  for (const char* other : {"", "no json", "[]", "{}", R"({"errorMessage":5})"}) EXPECT_EQ(error_message_of(other), "");
}

}  // namespace
}  // namespace lamina::gateway
