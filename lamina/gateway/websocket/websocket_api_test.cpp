#include "lamina/gateway/websocket/websocket_api.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

struct no_function : function_pool::function {
  void invoke(function_pool::invocation, scheduler&, completion) override {}
};

config::websocket_route route_to(std::string function, std::string key) {
  config::websocket_route route;
  route.route = std::move(key);
  route.function = std::move(function);
  route.where = {"serverless.yml", 7, "functions." + route.function + ".events[0].websocket"};
  return route;
}

config::authorizer request_guard(std::vector<std::string> sources = {"route.request.header.Auth"}) {
  config::authorizer guard;
  guard.type = config::authorizer::kind::request;
  guard.name = guard.function = "guard";
  guard.identity_sources = std::move(sources);
  return guard;
}

class websocket_api_test : public ::testing::Test {
 protected:
  websocket_api_test() { service.name = "shop"; }

  result<websocket_api> make() { return make_websocket_api(service, functions, options); }
  std::string error_of() {
    const auto made = make();
    return made ? "" : made.error().message;
  }
  void guard_connect(config::authorizer guard) {
    service.websockets = {route_to("api", "$connect")};
    service.websockets.front().authorizer = std::move(guard);
  }

  config::service service;
  gateway_options options;
  function_map functions = {{"api", std::make_shared<no_function>()}, {"guard", std::make_shared<no_function>()}};
  std::string storage;
};

TEST_F(websocket_api_test, routes_lead_to_their_functions) {
  service.websockets = {route_to("api", "$connect"), route_to("guard", "join")};
  service.websockets[1].route_response = "$default";
  options.integration_timeout = 5s;
  const auto made = make();
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(made->find("$connect"));
  EXPECT_EQ(made->find("$connect")->function, functions.at("api").get());
  EXPECT_EQ(made->find("$connect")->key, "$connect");
  EXPECT_FALSE(made->find("$connect")->has_response);
  EXPECT_EQ(made->find("join")->function, functions.at("guard").get());
  EXPECT_TRUE(made->find("join")->has_response);
  EXPECT_EQ(made->find("join")->time_limit, 5s);
  EXPECT_EQ(made->find("other"), nullptr);
  EXPECT_EQ(made->authorizers.size(), 0U);
  EXPECT_TRUE(made->notes.empty());
}

TEST_F(websocket_api_test, a_message_finds_its_route_or_the_default) {
  service.websockets = {route_to("api", "$connect"), route_to("api", "$disconnect"), route_to("api", "$default"),
                        route_to("api", "join")};
  const auto made = make().value();
  EXPECT_EQ(made.find_for(R"({"action":"join"})", storage), made.find("join"));
  for (const char* message : {R"({"action":"leave"})", R"({"action":"$default"})", R"({"action":"$connect"})",
                              R"({"action":"$disconnect"})", "text", "{}"})
    EXPECT_EQ(made.find_for(message, storage), made.find("$default")) << message;
}

TEST_F(websocket_api_test, without_a_default_there_may_be_no_route) {
  service.websockets = {route_to("api", "$connect"), route_to("api", "join")};
  const auto made = make().value();
  EXPECT_EQ(made.find_for(R"({"action":"leave"})", storage), nullptr);
  EXPECT_EQ(made.find_for(R"({"action":"$connect"})", storage), nullptr);
  EXPECT_EQ(made.find_for(R"({"action":"join"})", storage), made.find("join"));
}

TEST_F(websocket_api_test, the_expression_of_the_service_selects) {
  service.websocket_route_selection = "$request.body.service.do";
  service.websockets = {route_to("api", "echo")};
  const auto made = make().value();
  EXPECT_EQ(made.find_for(R"({"service":{"do":"echo"}})", storage), made.find("echo"));
  service.websocket_route_selection = "$request.header.x";
  EXPECT_TRUE(error_of().starts_with("provider.websocketsApiRouteSelectionExpression: expected $request.body"))
      << error_of();
}

TEST_F(websocket_api_test, is_below_its_stage_unless_it_is_placed_elsewhere) {
  service.stage = "prod";
  EXPECT_EQ(make()->prefix, "/prod");
  EXPECT_EQ(make()->stage.stage, "prod");
  service.websocket.path = "/live/feed";
  service.websocket.binary_messages = true;
  EXPECT_EQ(make()->prefix, "/live/feed");
  EXPECT_TRUE(make()->placement.binary_messages);
  service.websocket.path = "/";
  EXPECT_EQ(make()->prefix, "");
}

TEST_F(websocket_api_test, connect_has_its_authorizer) {
  guard_connect(request_guard());
  const auto made = make();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->authorizers.size(), 1U);
  EXPECT_EQ(made->find("$connect")->closed, "");
}

TEST_F(websocket_api_test, an_authorizer_that_cannot_be_asked_closes_the_door) {
  config::authorizer elsewhere = request_guard();
  elsewhere.function.clear();
  elsewhere.arn = "arn:aws:lambda:us-east-1:1:function:x";
  config::authorizer iam = request_guard();
  iam.type = config::authorizer::kind::aws_iam;
  const std::pair<config::authorizer, std::string> doors[] = {
      {elsewhere, "the authorizer is no function of this service"},
      {iam, "APIs of this kind have no authorizers of that type"}};
  for (const auto& [guard, why] : doors) {
    guard_connect(guard);
    const auto made = make();
    ASSERT_TRUE(made);
    EXPECT_EQ(made->find("$connect")->closed, why);
    EXPECT_EQ(made->authorizers.size(), 0U);
    EXPECT_EQ(made->notes, std::vector{"serverless.yml:7: functions.api.events[0].websocket: " + why +
                                       ": every connection is answered 500"});
  }
}

TEST_F(websocket_api_test, stage_variables_are_noted_to_keep_everyone_out) {
  guard_connect(request_guard({"stageVariables.secret"}));
  const auto made = make().value();
  ASSERT_EQ(made.notes.size(), 1U);
  EXPECT_NE(made.notes[0].find("every connection is answered 401"), std::string::npos);
}

TEST_F(websocket_api_test, what_cannot_be_names_its_place) {
  const std::string at = "serverless.yml:7: functions.api.events[0].websocket: ";
  guard_connect(request_guard({"header.Auth"}));
  EXPECT_TRUE(error_of().starts_with(at + "authorizer.identitySource: expected ")) << error_of();
  service.websockets[0].route = "join";
  EXPECT_EQ(error_of(), at + "an authorizer is asked on $connect only; expected it there, not on join");
  service.websockets = {route_to("api", "join"), route_to("api", "join")};
  EXPECT_EQ(error_of(), at + "the route join is there twice");
  service.websockets = {route_to("nobody", "join")};
  EXPECT_EQ(error_of(), "serverless.yml:7: functions.nobody.events[0].websocket: there is no function \"nobody\"");
  service.websockets[0].where = {};
  EXPECT_EQ(error_of(), "websocket route join: there is no function \"nobody\"");
}

}  // namespace
}  // namespace lamina::gateway
