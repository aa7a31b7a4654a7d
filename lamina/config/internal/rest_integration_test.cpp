#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// What events of an integration other than lambda-proxy say of it: internal/rest_integration.cpp.
namespace lamina::config {
namespace {

using texts = std::map<std::string, std::string>;

std::string with_event(std::string_view event) {
  return service_text("functions:\n  f:\n    handler: a.b\n    events:\n      - http: " + std::string(event) + "\n");
}

route only_route(std::string_view event) {
  const loaded_text loaded(with_event(event));
  EXPECT_EQ(loaded.failure(), "none");
  return loaded.outcome ? loaded->routes.at(0) : route();
}

std::string failure(std::string_view event) { return loaded_text(with_event(event)).failure(); }

TEST(rest_integration, of_a_proxy_says_nothing) {
  const route one = only_route("{method: get, path: x, request: {parameters: {paths: {id: true}}}}");
  EXPECT_TRUE(one.integration_setup.parameters.empty());
  EXPECT_TRUE(one.integration_setup.responses.empty());
}

TEST(rest_integration, of_http_proxy_has_an_address_and_mappings) {
  const route one = only_route(
      "{method: get, path: 'x/{id}', integration: http-proxy, operationId: findX, request: {uri: 'https://a.b/{id}', "
      "parameters: {paths: {id: true}, querystrings: {q: {required: false, mappedValue: \"'7'\"}}, headers: {H: "
      "false}}}}");
  EXPECT_EQ(one.integration, "HTTP_PROXY");
  EXPECT_EQ(one.operation_id, "findX");
  EXPECT_EQ(one.integration_setup.uri, "https://a.b/{id}");
  EXPECT_EQ(one.integration_setup.method, "GET");
  EXPECT_EQ(one.integration_setup.parameters, (texts{{"integration.request.path.id", "method.request.path.id"},
                                                     {"integration.request.querystring.q", "'7'"},
                                                     {"integration.request.header.H", "method.request.header.H"}}));
  EXPECT_EQ(only_route("{method: any, path: x, integration: http, request: {uri: 'http://a', method: post}}")
                .integration_setup.method,
            "POST");
}

TEST(rest_integration, of_http_needs_an_address) {
  EXPECT_NE(failure("{method: get, path: x, integration: http-proxy}")
                .find("functions.f.events[0].http: integration HTTP_PROXY needs request.uri"),
            std::string::npos);
  EXPECT_NE(failure("{method: get, path: x, integration: http, request: {uri: '${env:NONE}'}}").find("request.uri"),
            std::string::npos);
}

TEST(rest_integration, of_lambda_has_the_default_answers) {
  const rest_integration one = only_route("{method: get, path: x, integration: lambda}").integration_setup;
  ASSERT_EQ(one.responses.size(), 9u);
  EXPECT_EQ(one.responses[0].status, 200);
  EXPECT_EQ(one.responses[0].pattern, "");
  EXPECT_EQ(one.responses[4].status, 404);
  EXPECT_EQ(one.responses[4].pattern, R"([\s\S]*\[404\][\s\S]*)");
  EXPECT_EQ(one.responses[8].status, 504);
  EXPECT_EQ(one.pass_through, "NEVER");
  EXPECT_TRUE(one.templates.empty());
}

TEST(rest_integration, reads_templates_and_shared_headers) {
  const rest_integration one =
      only_route(
          "{method: get, path: x, integration: lambda, cors: {origins: [https://a, https://b], allowCredentials: "
          "true}, "
          "request: {passThrough: WHEN_NO_MATCH, template: {text/plain: '{}', application/json: null}}, response: "
          "{headers: {X-A: \"'a'\", X-B: \"'b'\"}, template: t, statusCodes: {404: {pattern: '.*no.*', headers: {X-A: "
          "\"'own'\"}, template: {text/html: h}}}}}")
          .integration_setup;
  EXPECT_EQ(one.pass_through, "WHEN_NO_MATCH");
  EXPECT_EQ(one.templates.at("text/plain"), "{}");
  EXPECT_EQ(one.templates.at("application/json"), std::nullopt);
  ASSERT_EQ(one.responses.size(), 2u);
  EXPECT_EQ(one.responses[0].status, 404);
  EXPECT_EQ(one.responses[0].pattern, ".*no.*");
  const texts cors = {{"Access-Control-Allow-Origin", "'https://a,https://b'"},
                      {"Access-Control-Allow-Credentials", "'true'"}};
  texts own = {{"X-A", "'own'"}, {"X-B", "'b'"}}, shared = {{"X-A", "'a'"}, {"X-B", "'b'"}};
  own.insert(cors.begin(), cors.end());
  shared.insert(cors.begin(), cors.end());
  EXPECT_EQ(one.responses[0].headers, own);
  EXPECT_EQ(one.responses[0].templates, (texts{{"application/json", "t"}, {"text/html", "h"}}));
  EXPECT_EQ(one.responses[1].status, 200);  // there must be a default
  EXPECT_EQ(one.responses[1].pattern, "");
  EXPECT_EQ(one.responses[1].headers, shared);
}

TEST(rest_integration, gives_the_default_answers_what_all_share) {
  const rest_integration one =
      only_route("{method: get, path: x, integration: lambda, response: {headers: {X-A: \"'a'\"}}}").integration_setup;
  ASSERT_EQ(one.responses.size(), 9u);
  EXPECT_EQ(one.responses[8].headers, (texts{{"X-A", "'a'"}}));
}

TEST(rest_integration, of_mock_answers_what_is_written_and_nothing_else) {
  const route one = only_route(
      "{method: get, path: x, integration: mock, request: {template: {application/json: '{\"statusCode\": 204}'}}, "
      "response: {statusCodes: {204: {pattern: '204', headers: {X-A: \"'a'\"}, template: ''}}}}");
  EXPECT_EQ(one.integration, "MOCK");
  ASSERT_EQ(one.integration_setup.responses.size(), 1u);
  EXPECT_EQ(one.integration_setup.responses[0].status, 204);
  EXPECT_EQ(one.integration_setup.responses[0].pattern, "204");
  EXPECT_EQ(one.integration_setup.templates.at("application/json"), R"({"statusCode": 204})");
  EXPECT_TRUE(only_route("{method: get, path: x, integration: mock}").integration_setup.responses.empty());
}

TEST(rest_integration, of_async_asks_for_an_event) {
  const route one = only_route("{method: post, path: x, async: true}");
  EXPECT_EQ(one.integration, "AWS");
  EXPECT_EQ(one.integration_setup.parameters, (texts{{"integration.request.header.X-Amz-Invocation-Type", "'Event'"}}));
}

TEST(rest_integration, says_what_is_no_status) {
  EXPECT_NE(failure("{method: get, path: x, integration: mock, response: {statusCodes: {ok: {pattern: ''}}}}")
                .find("statusCodes.ok: expected a status of three digits"),
            std::string::npos);
}

}  // namespace
}  // namespace lamina::config
