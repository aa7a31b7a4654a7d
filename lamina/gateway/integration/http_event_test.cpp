#include "lamina/gateway/integration/http_event.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using enum http_event_format;

const std::string_view agent = "curl/8";

class http_event : public ::testing::Test {
 protected:
  http_event() {
    request = {.method = "GET",
               .path = "/pets/7 8",
               .raw_path = "/pets/7%208",
               .raw_query = "a=%20",
               .path_values = values,
               .headers = &headers,
               .query = &query,
               .host = "api.example.com:8080",
               .source_ip = "192.0.2.7",
               .user_agent = agent,
               .request_id = "id=",
               .time = "02/Aug/2024:23:34:43 +0000",
               .time_epoch = 1722641683123};
    headers.add("host", "api.example.com:8080");
  }

  json::object event(http_event_format format = http_api_2_0) {
    std::string out = "left over";
    http_event_template(stage, route_key, format).write(out, request);
    return json::parse(out).as_object();
  }

  api_stage stage = {"123456789012", "us-east-1", "a1b2c3d4e5", "dep123", "$default"};
  std::string_view route_key = "GET /pets/{id}";
  std::vector<std::string_view> values = {"7 8"};
  field_list headers, query;
  http_event_request request;
};

std::vector<std::string> keys_of(const json::value& object) {
  std::vector<std::string> keys;
  for (const auto& member : object.as_object()) keys.emplace_back(member.key());
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST_F(http_event, of_format_2_0_has_what_there_is) {
  query.add("a", " ");
  EXPECT_EQ(json::value(event()), json::parse(R"({"version":"2.0","routeKey":"GET /pets/{id}","rawPath":"/pets/7 8",
      "rawQueryString":"a=%20","headers":{"host":"api.example.com:8080"},"queryStringParameters":{"a":" "},
      "requestContext":{"accountId":"123456789012","apiId":"a1b2c3d4e5","stage":"$default","routeKey":"GET /pets/{id}",
        "domainName":"api.example.com","domainPrefix":"api","http":{"method":"GET","path":"/pets/7 8",
        "protocol":"HTTP/1.1","sourceIp":"192.0.2.7","userAgent":"curl/8"},"requestId":"id=",
        "time":"02/Aug/2024:23:34:43 +0000","timeEpoch":1722641683123},
      "pathParameters":{"id":"7 8"},"isBase64Encoded":false})"));
}

TEST_F(http_event, of_format_2_0_has_not_what_there_is_not) {
  route_key = "$default";
  request.path_values = {};
  request.raw_query = "";
  EXPECT_EQ(keys_of(event()), (std::vector<std::string>{"headers", "isBase64Encoded", "rawPath", "rawQueryString",
                                                        "requestContext", "routeKey", "version"}));
  EXPECT_EQ(event().at("rawQueryString"), "");
}

TEST_F(http_event, of_a_function_url_has_the_path_as_it_was_sent) {
  const auto got = event(function_url);
  EXPECT_EQ(got.at("version"), "2.0");
  EXPECT_EQ(got.at("rawPath"), "/pets/7%208");
  EXPECT_EQ(got.at("requestContext").at("http").at("path"), "/pets/7 8");
}

TEST_F(http_event, of_format_1_0_is_that_of_a_rest_api_with_a_version) {
  headers.add("x", "1");
  headers.add("x", "2");
  auto got = event(http_api_1_0);
  json::object context = got.at("requestContext").as_object();
  EXPECT_EQ(context.at("identity").at("sourceIp"), "192.0.2.7");
  context.erase("identity");
  EXPECT_EQ(json::value(context), json::parse(R"({"accountId":"123456789012","apiId":"a1b2c3d4e5","stage":"$default",
      "resourcePath":"/pets/{id}","resourceId":"GET /pets/{id}","authorizer":{"claims":null,"scopes":null},
      "domainName":"api.example.com","domainPrefix":"api","extendedRequestId":"id=","httpMethod":"GET",
      "path":"/pets/7 8","protocol":"HTTP/1.1","requestId":"id=","requestTime":"02/Aug/2024:23:34:43 +0000",
      "requestTimeEpoch":1722641683123})"));
  got.erase("requestContext");
  EXPECT_EQ(json::value(got), json::parse(R"({"version":"1.0","resource":"/pets/{id}","path":"/pets/7 8",
      "httpMethod":"GET","headers":{"host":"api.example.com:8080","x":"2"},
      "multiValueHeaders":{"host":["api.example.com:8080"],"x":["1","2"]},"queryStringParameters":null,
      "multiValueQueryStringParameters":null,"pathParameters":{"id":"7 8"},"stageVariables":null,"body":null,
      "isBase64Encoded":false})"));
}

TEST_F(http_event, of_the_default_route_in_format_1_0_has_no_resource_id) {
  route_key = "$default";
  request.path_values = {};
  const auto got = event(http_api_1_0);
  EXPECT_EQ(got.at("resource"), "$default");
  EXPECT_TRUE(got.at("requestContext").at("resourceId").is_null());
  EXPECT_TRUE(got.at("pathParameters").is_null());
}

TEST_F(http_event, the_authorizer_is_shown_as_it_is_given) {
  request.authorizer = R"({"lambda":null})";
  for (const auto format : {http_api_1_0, http_api_2_0, function_url})
    EXPECT_EQ(event(format).at("requestContext").at("authorizer"), json::parse(R"({"lambda":null})"));
}

TEST_F(http_event, stage_variables_and_cookies_are_there_when_there_are_some) {
  stage.variables = {{"a", "1"}, {"b\"", "2"}};
  const std::vector<std::string_view> cookies = {"a=1", "b=\"2\""};
  request.cookies = cookies;
  EXPECT_EQ(event().at("stageVariables"), json::parse(R"({"a":"1","b\"":"2"})"));
  EXPECT_EQ(event(http_api_1_0).at("stageVariables"), json::parse(R"({"a":"1","b\"":"2"})"));
  EXPECT_EQ(event().at("cookies"), json::parse(R"(["a=1","b=\"2\""])"));
  EXPECT_FALSE(event(http_api_1_0).contains("cookies"));
}

TEST_F(http_event, a_body_is_text_or_base64) {
  request.body = "{\"a\": \"\xCE\xBB\"}";
  request.body_is_text = true;
  EXPECT_EQ(event().at("body"), "{\"a\": \"\xCE\xBB\"}");
  EXPECT_EQ(event().at("isBase64Encoded"), false);
  request.body = "\xFF";  // said to be text
  EXPECT_EQ(event().at("body"), "/w==");
  EXPECT_EQ(event().at("isBase64Encoded"), true);
  request.body_is_text = false;
  request.body = "a";
  EXPECT_EQ(event(http_api_1_0).at("body"), "YQ==");
}

TEST_F(http_event, a_client_without_a_user_agent_has_an_empty_one) {
  request.user_agent = {};
  EXPECT_EQ(event().at("requestContext").at("http").at("userAgent"), "");
  EXPECT_TRUE(event(http_api_1_0).at("requestContext").at("identity").at("userAgent").is_null());
}

TEST_F(http_event, an_authorizer_gets_it_without_the_body) {
  request.body = "secret";
  for (const auto format : {http_api_1_0, http_api_2_0}) {
    std::string out = "left over";
    http_event_template(stage, route_key, format).write_authorizer_event(out, request, R"("type":"REQUEST","n":1)");
    const auto got = json::parse(out).as_object();
    EXPECT_EQ(got.at("version"), format == http_api_1_0 ? "1.0" : "2.0");
    EXPECT_EQ(got.at("type"), "REQUEST");
    EXPECT_EQ(got.at("n"), 1);
    EXPECT_EQ(got.at("requestContext").at("stage"), "$default");
    EXPECT_FALSE(got.contains("body") || got.contains("isBase64Encoded"));
  }
}

TEST(http_path, is_decoded_up_to_a_decoded_question_mark) {
  std::string storage = "left over";
  EXPECT_EQ(decode_http_path("/a+b", storage), "/a+b");
  EXPECT_EQ(decode_http_path("/RSC/%40id%2Fx%23y", storage), "/RSC/@id/x#y");
  EXPECT_EQ(decode_http_path("/a%3Fb=c", storage), "/a");
  EXPECT_EQ(decode_http_path("/pa2%Fth/%", storage), "/pa2%Fth/%");
}

}  // namespace
}  // namespace lamina::gateway
