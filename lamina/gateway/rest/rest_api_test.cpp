#include "lamina/gateway/rest/rest_api.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

struct no_function : function_pool::function {
  void invoke(function_pool::invocation, scheduler&, completion) override {}
};

config::route route_to(std::string function, std::string method = "GET", std::string path = "/pets") {
  config::route route;
  route.method = std::move(method);
  route.path = std::move(path);
  route.function = std::move(function);
  route.where = {"serverless.yml", 7, "functions." + route.function + ".events[0].http"};
  return route;
}

config::authorizer token_guard() {
  config::authorizer guard;
  guard.name = guard.function = "guard";
  return guard;
}

class rest_api_test : public ::testing::Test {
 protected:
  rest_api_test() { service.name = "shop"; }

  result<rest_api> make() { return make_rest_api(service, functions, options); }
  std::string error_of() {
    const auto made = make();
    return made ? "" : made.error().message;
  }
  std::vector<std::string> notes_with(const config::route& route) {
    service.routes = {route};
    return make().value().notes;
  }

  config::service service;
  gateway_options options;
  function_map functions = {{"api", std::make_shared<no_function>()}, {"guard", std::make_shared<no_function>()}};
};

TEST_F(rest_api_test, routes_lead_to_their_functions) {
  service.routes = {route_to("api"), route_to("guard", "POST")};
  const auto made = make();
  ASSERT_TRUE(made) << made.error().message;
  route_match found;
  ASSERT_TRUE(made->table.find("POST", "/pets", found));
  EXPECT_EQ(made->routes[found.route].function, functions.at("guard").get());
  EXPECT_TRUE(made->notes.empty());
  EXPECT_EQ(made->stage.stage, "dev");
  EXPECT_EQ(made->stage.api_id.size(), 10U);
}

TEST_F(rest_api_test, what_cannot_be_names_file_line_and_key) {
  service.routes = {route_to("nobody")};
  EXPECT_EQ(error_of(), "serverless.yml:7: functions.nobody.events[0].http: there is no function \"nobody\"");
  service.routes = {route_to("api"), route_to("guard")};
  EXPECT_EQ(error_of(),
            "serverless.yml:7: functions.guard.events[0].http: path \"/pets\": the method GET is there twice");
  service.routes = {route_to("api", "GET", "pets")};
  EXPECT_EQ(error_of(), "serverless.yml:7: functions.api.events[0].http: path \"pets\": expected it to begin with /");
}

TEST_F(rest_api_test, a_broken_validation_expression_stops_the_start) {
  service.routes = {route_to("api")};
  service.routes[0].authorizer = token_guard();
  service.routes[0].authorizer->validation_expression = "(";
  EXPECT_NE(
      error_of().find("serverless.yml:7: functions.api.events[0].http: authorizer.identityValidationExpression: "),
      std::string::npos);
}

TEST_F(rest_api_test, routes_with_the_same_authorizer_share_it) {
  service.routes = {route_to("api"), route_to("api", "PUT"), route_to("api", "POST")};
  for (auto& route : service.routes) route.authorizer = token_guard();
  service.routes[2].authorizer->identity_sources = {"method.request.header.X-Token"};
  const auto made = make().value();
  EXPECT_EQ(made.authorizers.size(), 2U);
  EXPECT_EQ(made.routes[0].authorizer, 0U);
  EXPECT_EQ(made.routes[1].authorizer, 0U);
  EXPECT_EQ(made.routes[2].authorizer, 1U);
  EXPECT_TRUE(made.notes.empty());
}

TEST_F(rest_api_test, a_guard_that_is_not_there_closes_the_route) {
  auto jwt = route_to("api"), elsewhere = jwt, two = jwt, async = jwt;
  jwt.authorizer = elsewhere.authorizer = two.authorizer = token_guard();
  jwt.authorizer->type = config::authorizer::kind::jwt;
  elsewhere.authorizer->function = "";
  two.authorizer->identity_sources = {"method.request.header.A", "method.request.header.B"};
  async.async = true;
  for (const auto& route : {jwt, elsewhere, two, async}) {
    service.routes = {route};
    const auto made = make().value();
    EXPECT_FALSE(made.routes.at(0).closed.empty());
    EXPECT_FALSE(made.routes.at(0).authorizer.has_value());
    EXPECT_EQ(made.notes.size(), 1U);
    EXPECT_TRUE(made.notes.at(0).starts_with("serverless.yml:7: functions.api.events[0].http: ")) << made.notes.at(0);
  }
}

TEST_F(rest_api_test, routes_that_nobody_can_open_are_noted) {
  auto route = route_to("api");
  route.private_key = true;
  EXPECT_TRUE(notes_with(route).at(0).starts_with("no API key opens the routes that are private"));
  service.usage_plans.push_back({"p", {}, {}, {}});
  service.api_keys.push_back({"k", "", "p", true});
  EXPECT_TRUE(notes_with(route).at(0).starts_with("API key k has no value in the file; its value is "));
}

TEST_F(rest_api_test, checks_that_cannot_be_made_stop_the_start) {
  service.routes = {route_to("api")};
  service.routes[0].request_schemas["application/json"] = json::parse(R"({"type":"objekt"})");
  EXPECT_TRUE(make().error().message.starts_with(
      "serverless.yml:7: functions.api.events[0].http: request.schemas.application/json: "))
      << make().error().message;
  service.routes = {};
  service.gateway_responses.push_back({"NOTHING", {}, {}, {}, {"serverless.yml", 9, "resources.A"}});
  EXPECT_TRUE(make().error().message.starts_with("serverless.yml:9: resources.A: there is no gateway response type"));
}

TEST_F(rest_api_test, a_route_may_have_less_time_but_not_more) {
  using namespace std::chrono_literals;
  service.routes = {route_to("api"), route_to("api", "PUT"), route_to("api", "POST")};
  service.routes[1].timeout = 50ms;
  service.routes[2].timeout = 60'000ms;
  const auto made = make().value();
  EXPECT_EQ(made.routes[0].time_limit, 29'000ms);
  EXPECT_EQ(made.routes[1].time_limit, 50ms);
  EXPECT_EQ(made.routes[2].time_limit, 29'000ms);
}

TEST_F(rest_api_test, a_path_with_cors_has_a_preflight_unless_its_options_are_written) {
  service.routes = {route_to("api", "ANY", "/pets"), route_to("api", "GET", "/cats"),
                    route_to("api", "OPTIONS", "/cats")};
  for (const char* path : {"/pets", "/cats"}) {
    config::rest_cors cors;
    cors.path = path;
    service.rest_cors_paths.push_back(cors);
  }
  const auto made = make();
  ASSERT_TRUE(made) << made.error().message;
  const auto kind = [&](std::string_view method, std::string_view path) {
    route_match found;
    EXPECT_TRUE(made->table.find(method, path, found)) << path;
    return made->routes[found.route].integration;
  };
  EXPECT_EQ(kind("OPTIONS", "/pets"), integration_kind::preflight);
  EXPECT_EQ(kind("PUT", "/pets"), integration_kind::lambda_proxy);
  EXPECT_EQ(kind("OPTIONS", "/cats"), integration_kind::lambda_proxy);
}

TEST_F(rest_api_test, a_resource_policy_that_cannot_be_judged_closes_every_route) {
  service.routes = {route_to("api")};
  service.api_gateway["resourcePolicy"] = json::parse(
      R"([{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":["execute-api:/*"],
           "Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}])");
  EXPECT_TRUE(make()->resources.has_value());
  EXPECT_EQ(make()->routes.at(0).closed, "");
  service.api_gateway["resourcePolicy"] = json::parse(R"([{"Effect":"Allow","Principal":"me"}])");
  EXPECT_EQ(make()->routes.at(0).closed,
            "provider.apiGateway.resourcePolicy: Statement.Principal: expected \"*\", or a map of AWS, Service, "
            "Federated or CanonicalUser");
  EXPECT_EQ(make()->notes.size(), 1U);
}

}  // namespace
}  // namespace lamina::gateway
