#include "tests/parity/serverless/expected_form.h"

#include <gtest/gtest.h>

#include "lamina/config/serverless.h"

namespace lamina::parity {
namespace {

std::string form_of(const char* text, const char* key) {
  config::warnings warned;
  const auto loaded = config::load_serverless_text(text, {}, warned);
  return json::serialize(expected_form(loaded.value()).at(key));
}

constexpr const char* example = R"(
service: shop
provider:
  name: aws
  httpApi: {cors: true, authorizers: {own: {type: request, functionName: f, resultTtlInSeconds: 5, identitySource: $request.header.x}}}
  apiGateway: {apiKeys: [k]}
functions:
  f:
    handler: a.b
    url: true
    events:
      - httpApi: {method: get, path: /h, authorizer: own}
      - http: {method: get, path: r, cors: {origin: x, maxAge: 3}, request: {parameters: {paths: {p: true}}}}
      - websocket: {route: $connect, authorizer: f}
      - schedule: {rate: rate(1 day), name: n}
      - sns: topic
)";

TEST(expected_form, spells_what_the_cases_spell) {
  EXPECT_EQ(form_of(example, "functions"),
            R"([{"key":"f","name":"shop-dev-f","handler":"a.b","runtime":"nodejs16.x","timeout":6,"memory":1024,)"
            R"("timeoutFrom":"default","memoryFrom":"default","environment":{},"url":true}])");
  EXPECT_EQ(
      form_of(example, "routes"),
      R"([{"api":"httpApi","method":"GET","path":"/h","function":"f","authorizer":{"name":"own","type":"request",)"
      R"("function":"f","ttl":5,"identitySource":["$request.header.x"]},"payload":"2.0"},)"
      R"({"api":"http","method":"GET","path":"/r","function":"f","authorizer":null,"integration":"AWS_PROXY",)"
      R"("private":false,"cors":true,"requestParameters":{"method.request.path.p":true}}])");
  EXPECT_EQ(
      form_of(example, "websockets"),
      R"([{"route":"$connect","function":"f","authorizer":{"name":"f","identitySource":["route.request.header.Auth"]}}])");
  EXPECT_EQ(form_of(example, "schedules"), R"x([{"name":"n","function":"f","rate":["rate(1 day)"],"enabled":true}])x");
  EXPECT_EQ(form_of(example, "events"), R"([{"type":"sns","function":"f","config":"topic"}])");
  EXPECT_EQ(form_of(example, "apiKeys"), R"(["k"])");
  EXPECT_EQ(form_of(example, "websocketRouteSelection"), R"("$request.body.action")");
}

TEST(expected_form, has_cors_only_where_there_are_routes) {
  EXPECT_NE(form_of(example, "restCors").find(R"("maxAge":3)"), std::string::npos);
  EXPECT_NE(form_of(example, "httpApiCors").find(R"("methods":["GET","OPTIONS"])"), std::string::npos);
  config::warnings warned;
  const auto plain = config::load_serverless_text("service: shop\nprovider: aws\n", {}, warned);
  EXPECT_FALSE(expected_form(plain.value()).contains("httpApiCors"));
  EXPECT_FALSE(expected_form(plain.value()).contains("restCors"));
}

}  // namespace
}  // namespace lamina::parity
