#include "lamina/gateway/integration/rest_event.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

const api_stage stage = {"123456789012", "us-east-1", "a1b2c3d4e5", "dep123", "dev", {}};
const std::string_view agent = "curl/8";

class rest_event : public ::testing::Test {
 protected:
  rest_event() {
    request = {.method = "GET",
               .path = "/pets/7",
               .context_path = "/dev/pets/7",
               .path_values = values,
               .headers = &headers,
               .query = &query,
               .host = "api.example.com:8080",
               .source_ip = "192.0.2.7",
               .user_agent = &agent,
               .request_id = "uuid",
               .extended_request_id = "ext=",
               .time = "02/Aug/2024:23:34:43 +0000",
               .time_epoch = 1722641683123};
    headers.add("Host", "api.example.com:8080");
  }

  json::value event() {
    std::string out = "left over";
    rest_event_template(stage, resource).write(out, request);
    return json::parse(out);
  }

  std::string_view resource = "/pets/{id}";
  std::vector<std::string_view> values = {"7"};
  field_list headers, query;
  rest_request request;
};

std::vector<std::string> keys_of(const json::value& object) {
  std::vector<std::string> keys;
  for (const auto& member : object.as_object()) keys.emplace_back(member.key());
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST_F(rest_event, has_exactly_the_twelve_keys) {
  EXPECT_EQ(keys_of(event()),
            (std::vector<std::string>{"body", "headers", "httpMethod", "isBase64Encoded", "multiValueHeaders",
                                      "multiValueQueryStringParameters", "path", "pathParameters",
                                      "queryStringParameters", "requestContext", "resource", "stageVariables"}));
}

TEST_F(rest_event, says_what_was_asked_for) {
  const auto got = event();
  EXPECT_EQ(got.at("resource"), "/pets/{id}");
  EXPECT_EQ(got.at("path"), "/pets/7");
  EXPECT_EQ(got.at("httpMethod"), "GET");
  EXPECT_EQ(got.at("pathParameters"), json::parse(R"({"id":"7"})"));
  EXPECT_EQ(got.at("headers"), json::parse(R"({"Host":"api.example.com:8080"})"));
  EXPECT_EQ(got.at("multiValueHeaders"), json::parse(R"({"Host":["api.example.com:8080"]})"));
}

TEST_F(rest_event, missing_things_are_null_but_the_authorizer_is_absent) {
  resource = "/pets";
  values.clear();
  request.path_values = values;
  const auto got = event();
  for (const std::string_view key :
       {"queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body"})
    EXPECT_TRUE(got.at(key).is_null()) << key;
  EXPECT_EQ(got.at("isBase64Encoded"), false);
  EXPECT_FALSE(got.at("requestContext").as_object().contains("authorizer"));
}

TEST_F(rest_event, the_context_names_request_stage_and_resource) {
  auto context = event().at("requestContext").as_object();
  EXPECT_EQ(keys_of(context.at("identity")),
            (std::vector<std::string>{"accessKey", "accountId", "caller", "cognitoAuthenticationProvider",
                                      "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId",
                                      "principalOrgId", "sourceIp", "user", "userAgent", "userArn"}));
  EXPECT_EQ(context.at("identity").at("sourceIp"), "192.0.2.7");
  EXPECT_EQ(context.at("identity").at("userAgent"), "curl/8");
  context.erase("identity");
  EXPECT_EQ(context.at("resourceId").as_string().size(), 6U);
  context.erase("resourceId");
  EXPECT_EQ(json::value(context),
            json::parse(R"({"resourcePath":"/pets/{id}","accountId":"123456789012","apiId":"a1b2c3d4e5",
      "deploymentId":"dep123","stage":"dev","protocol":"HTTP/1.1","httpMethod":"GET","extendedRequestId":"ext=",
      "requestTime":"02/Aug/2024:23:34:43 +0000","path":"/dev/pets/7","domainName":"api.example.com","domainPrefix":"api",
      "requestTimeEpoch":1722641683123,"requestId":"uuid"})"));
}

TEST_F(rest_event, stage_variables_and_an_operation_are_there_when_there_are_some) {
  api_stage with = stage;
  with.variables = {{"a", "1"}, {"b\"", "2"}};
  std::string out;
  rest_event_template(with, resource, "findPet").write(out, request);
  const auto got = json::parse(out);
  EXPECT_EQ(got.at("stageVariables"), json::parse(R"({"a":"1","b\"":"2"})"));
  EXPECT_EQ(got.at("requestContext").at("operationName"), "findPet");
}

TEST_F(rest_event, an_authorizer_puts_its_context_there) {
  request.authorizer = R"("principalId":"me","n":"1")";
  request.authorizer_latency = 12;
  EXPECT_EQ(event().at("requestContext").at("authorizer"),
            json::parse(R"({"principalId":"me","n":"1","integrationLatency":12})"));
}

TEST_F(rest_event, a_body_is_text_or_base64) {
  request.body = "{\"a\": \"\xCE\xBB\"}";
  EXPECT_EQ(event().at("body"), "{\"a\": \"\xCE\xBB\"}");
  request.body = "\xFF";
  EXPECT_EQ(event().at("body"), "\xEF\xBF\xBD");
  request.body_is_binary = true;
  EXPECT_EQ(event().at("body"), "/w==");
  EXPECT_EQ(event().at("isBase64Encoded"), true);
  request.body = {};
  EXPECT_TRUE(event().at("body").is_null());
  EXPECT_EQ(event().at("isBase64Encoded"), false);
}

TEST_F(rest_event, a_client_without_a_user_agent_has_null) {
  request.user_agent = nullptr;
  EXPECT_TRUE(event().at("requestContext").at("identity").at("userAgent").is_null());
}

TEST_F(rest_event, domain_names_have_no_port) {
  const auto domain = [&](std::string_view host) {
    request.host = host;
    const auto got = event();
    return std::string(got.at("requestContext").at("domainName").as_string());
  };
  EXPECT_EQ(domain("localhost"), "localhost");
  EXPECT_EQ(domain("127.0.0.1:3000"), "127.0.0.1");
  EXPECT_EQ(domain("[::1]:3000"), "[::1]");
  EXPECT_EQ(domain(""), "");
}

}  // namespace
}  // namespace lamina::gateway
