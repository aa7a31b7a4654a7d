#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// Events other than routes, and what is odd about a list of events: internal/events.cpp.
namespace lamina::config {
namespace {

// A service with one function f whose `events` are `text` (each line indented by six spaces).
std::string with_events(std::string_view text) {
  return service_text("functions:\n  f:\n    handler: a.b\n    events:\n" + std::string(text));
}

TEST(events, must_be_a_list) {
  EXPECT_EQ(loaded_text(with_events("      http: GET x\n")).failure(),
            "serverless.yml:7: functions.f.events: expected a list of events, found a map");
  EXPECT_EQ(loaded_text(with_events("      - 5\n")).failure(),
            "serverless.yml:8: functions.f.events[0]: expected an event, such as `http: GET /path`, found a number");
  EXPECT_TRUE(loaded_text(service_text("functions:\n  f:\n    handler: a.b\n    events:\n")).outcome);
}

TEST(events, of_other_kinds_are_kept_as_they_are) {
  const loaded_text one(with_events(
      "      - sqs: arn:x\n      - stream: {type: dynamodb, arn: !GetAtt T.StreamArn}\n      - alexaSkill\n"));
  ASSERT_EQ(one->events.size(), 3u);
  EXPECT_EQ(one->events[0].type, "sqs");
  EXPECT_EQ(one->events[0].config, json::value("arn:x"));
  EXPECT_EQ(json::serialize(one->events[1].config), R"({"type":"dynamodb","arn":{"Fn::GetAtt":["T","StreamArn"]}})");
  EXPECT_EQ(one->events[2].type, "alexaSkill");
  EXPECT_EQ(one->events[2].function, "f");
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(events, that_are_indented_wrongly_are_warned_about) {
  const loaded_text empty(with_events("      - http:\n        path: x\n        method: get\n"));
  EXPECT_TRUE(empty->routes.empty());
  EXPECT_TRUE(
      empty.warns("serverless.yml:8: functions.f.events[0].http: it is empty and makes no event: what stands beside "
                  "it belongs inside, indented by two more spaces"))
      << empty.all_warnings();
  const loaded_text beside(with_events("      - http: GET x\n        cors: true\n"));
  EXPECT_EQ(beside->routes.size(), 1u);
  EXPECT_FALSE(beside->routes[0].cors);
  EXPECT_TRUE(beside.warns("functions.f.events[0].cors: it stands beside http, not inside it, and is ignored"));
}

TEST(events, that_are_misspelt_are_warned_about) {
  const loaded_text one(with_events("      - htttp: GET x\n"));
  EXPECT_TRUE(one->routes.empty());
  EXPECT_TRUE(one.warns("functions.f.events[0].htttp: unknown kind of event; did you mean http?"));
}

TEST(events, that_cannot_be_resolved_are_left_out) {
  const loaded_text one(
      with_events("      - ${file(events.yml)}\n      - http: GET ${env:NONE}\n      - http: GET y\n"));
  ASSERT_EQ(one->routes.size(), 1u);
  EXPECT_EQ(one->routes[0].path, "/y");
  EXPECT_TRUE(one.warns("functions.f.events[0]: cannot be resolved"));
  EXPECT_TRUE(
      one.warns("functions.f.events[1].http: cannot be resolved (the environment variable NONE is not set); this route "
                "is left out"));
}

TEST(schedule, has_a_short_and_a_long_form) {
  const loaded_text one(
      with_events("      - schedule: rate(1 minute)\n"
                  "      - schedule:\n          rate: [rate(2 hours), cron(0 12 * * ? *)]\n          enabled: false\n"
                  "          input: {a: 1}\n          name: n-${sls:stage}\n"));
  ASSERT_EQ(one->schedules.size(), 2u);
  EXPECT_EQ(one->schedules[0].rates, std::vector<std::string>{"rate(1 minute)"});
  EXPECT_TRUE(one->schedules[0].enabled);
  EXPECT_EQ(one->schedules[1].rates, (std::vector<std::string>{"rate(2 hours)", "cron(0 12 * * ? *)"}));
  EXPECT_FALSE(one->schedules[1].enabled);
  EXPECT_EQ(json::serialize(one->schedules[1].rest), R"({"input":{"a":1},"name":"n-dev"})");
}

TEST(schedule, needs_a_rate) {
  EXPECT_EQ(loaded_text(with_events("      - schedule: {enabled: true}\n")).failure(),
            "serverless.yml:8: functions.f.events[0].schedule: `rate` is missing; expected rate(...) or cron(...)");
  const loaded_text unknown(with_events("      - schedule: ${env:RATE}\n"));
  EXPECT_TRUE(unknown->schedules.empty());
  EXPECT_TRUE(unknown.warns("this schedule is left out"));
}

TEST(websocket, has_a_short_and_a_long_form) {
  const loaded_text one(
      with_events("      - websocket: $connect\n      - websocket:\n          route: send\n"
                  "          routeResponseSelectionExpression: $default\n"));
  ASSERT_EQ(one->websockets.size(), 2u);
  EXPECT_EQ(one->websockets[0].route, "$connect");
  EXPECT_EQ(one->websockets[1].route, "send");
  EXPECT_EQ(one->websockets[1].route_response, "$default");
  EXPECT_FALSE(one->websockets[1].authorizer);
  EXPECT_EQ(one->websocket_route_selection, "$request.body.action");
}

TEST(websocket, takes_each_route_once) {
  EXPECT_EQ(loaded_text(with_events("      - websocket: a\n      - websocket: {route: a}\n")).failure(),
            "serverless.yml:9: functions.f.events[1].websocket: the websocket route a is taken by f (serverless.yml:8: "
            "functions.f.events[0].websocket)");
  EXPECT_NE(loaded_text(with_events("      - websocket: {rout: a}\n")).failure().find("expected a route"),
            std::string::npos);
}

TEST(websocket, asks_an_authorizer) {
  const std::string text = with_events("      - websocket:\n          route: $connect\n          authorizer: ");
  const auto of = [&](const std::string& by) {
    return *loaded_text(text + by + "\n  auth:\n    handler: c.d\n")->websockets.at(0).authorizer;
  };
  EXPECT_EQ(of("auth").function, "auth");
  EXPECT_EQ(of("auth").identity_sources, std::vector<std::string>{"route.request.header.Auth"});
  EXPECT_EQ(of("{name: auth, identitySource: [route.request.querystring.t]}").identity_sources,
            std::vector<std::string>{"route.request.querystring.t"});
  EXPECT_EQ(of("arn:aws:lambda:r:1:function:other-dev-gate").arn, "arn:aws:lambda:r:1:function:other-dev-gate");
  EXPECT_EQ(of("arn:aws:lambda:r:1:function:other-dev-gate").name, "gate");
  EXPECT_EQ(json::serialize(of("{name: g, arn: !GetAtt G.Arn}").arn_function), R"({"Fn::GetAtt":["G","Arn"]})");
  EXPECT_EQ(loaded_text(text + "nobody\n").failure(),
            "serverless.yml:8: functions.f.events[0].websocket: the authorizer nobody is no function of this service");
}

}  // namespace
}  // namespace lamina::config
