#include "tests/parity/gateway/websocket_script.h"

#include <gtest/gtest.h>

namespace parity {
namespace {

namespace json = lamina::json;

// What a script says about a service that answers messages with "pong", and other routes with nothing.
std::string said_of(const std::string& steps, std::chrono::milliseconds patience = std::chrono::seconds(10)) {
  const json::value test = json::parse(R"({"serverless": {"service": "s",
      "provider": {"name": "aws", "runtime": "provided.al2023", "stage": "prod"},
      "functions": {"fn": {"handler": "fn.handler", "events": [{"websocket": "$connect"}, {"websocket": "$disconnect"},
          {"websocket": "quiet"}, {"websocket": {"route": "$default", "routeResponseSelectionExpression": "$default"}}]}}},
      "function": {"responds": {"statusCode": 200, "body": "pong"}}})");
  served_case served(test);
  served.start();
  return websocket_script(served, patience).run(json::parse(steps));
}

TEST(websocket_script, holds_for_what_is_so) {
  EXPECT_EQ(said_of(R"([{"connect": {"path": "/?a=1", "headers": [["X-A", "b"]]}}, {"expectConnected": true},
      {"expectInvocation": {"route": "$connect", "event": {"queryStringParameters": {"a": "1"}, "headers": {"X-A": "b"}},
                            "save": {"c": "requestContext.connectionId"}}},
      {"send": "x"}, {"expectFrame": {"text": "pong"}},
      {"management": {"method": "POST", "path": "/@connections/{c}", "body": "{\"n\":1}"}},
      {"expectHttp": {"status": 200}}, {"expectFrame": {"json": {"n": 1}}},
      {"management": {"method": "POST", "path": "/@connections/{c|urlencode}", "body": "x"}},
      {"expectHttp": {"status": 200}}, {"expectFrame": {"text": "x"}}, {"expectNoFrame": {"withinMs": 1}},
      {"close": {"code": 1000}},
      {"expectInvocation": {"route": "$disconnect", "event": {"requestContext": {"connectionId": {"$saved": "c"}}}}}])"),
            "");
}

TEST(websocket_script, keeps_connections_apart_by_name) {
  EXPECT_EQ(said_of(R"([{"connect": {"path": "/", "as": "a"}}, {"connect": {"path": "/", "as": "b"}},
      {"send": "x", "on": "a"}, {"expectFrame": {"text": "pong", "on": "a"}},
      {"expectNoFrame": {"withinMs": 1}}])"),
            "");
}

struct wrong_script {
  std::string name, steps, said;
  std::chrono::milliseconds patience = std::chrono::seconds(10);
};
void PrintTo(const wrong_script& one, std::ostream* to) { *to << one.name; }

class wrong : public ::testing::TestWithParam<wrong_script> {};

TEST_P(wrong, is_told_with_its_step) {
  const std::string said = said_of("[{\"connect\": {\"path\": \"/\"}}, " + GetParam().steps + "]", GetParam().patience);
  EXPECT_TRUE(said.starts_with(GetParam().said)) << said;
}

INSTANTIATE_TEST_SUITE_P(
    scripts, wrong,
    ::testing::Values(
        wrong_script{"refused", R"({"expectUpgradeRefused": {"status": 401}})",
                     "step 2 (expectUpgradeRefused): expected status 401, got 101"},
        wrong_script{"too_early", R"({"expectConnected": true, "notBeforeMs": 60000})",
                     "step 2 (expectConnected): expected not before 60000 ms, got it after "},
        wrong_script{"header", R"({"expectConnected": true, "headers": {"x-b": "c"}})",
                     R"(step 2 (expectConnected): header x-b: expected "c", got nothing)"},
        wrong_script{"frame", R"({"send": "x"}, {"expectFrame": {"text": "ping"}})",
                     R"(step 3 (expectFrame): message: expected "ping", got "pong")"},
        wrong_script{"no_frame", R"({"expectFrame": {"text": "x"}})",
                     "step 2 (expectFrame): expected a text message, got nothing", std::chrono::milliseconds(1)},
        wrong_script{"silence", R"({"send": "x"}, {"expectNoFrame": {"withinMs": 10000}})",
                     "step 3 (expectNoFrame): expected nothing, got the text pong"},
        wrong_script{"open", R"({"expectClosed": {}})",
                     "step 2 (expectClosed): expected the connection to be closed, got nothing",
                     std::chrono::milliseconds(1)},
        wrong_script{"other_code", R"({"sendBinaryBase64": "AA=="}, {"expectClosed": {"code": 1000}})",
                     "step 3 (expectClosed): expected code 1000, got a close frame with code 1003"},
        wrong_script{"consumed_once",
                     R"({"expectInvocation": {"route": "$connect"}}, {"expectInvocation": {"route": "$connect"}})",
                     "step 3 (expectInvocation): the function fn was not invoked for $connect",
                     std::chrono::milliseconds(1)},
        wrong_script{"event", R"({"expectInvocation": {"route": "$connect", "event": {"body": "x"}}})",
                     R"(step 2 (expectInvocation): event.body: expected "x", got nothing)"},
        wrong_script{"no_route", R"({"expectInvocation": {"route": "other"}})",
                     "step 2 (expectInvocation): the service has no route other"},
        wrong_script{"status", R"({"http": {"method": "GET", "path": "/"}}, {"expectHttp": {"status": 200}})",
                     "step 3 (expectHttp): response status: expected 200, got 426"},
        wrong_script{"nothing_saved", R"({"management": {"method": "GET", "path": "/@connections/{c}"}})",
                     "step 2 (management): nothing was saved as c"},
        wrong_script{"unknown", R"({"whistle": true})", "step 2 (whistle): unknown step"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace parity
