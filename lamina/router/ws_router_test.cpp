#include "lamina/router/ws_router.h"

#include <gtest/gtest.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

outcome call(const engine& chain, json::value event) {
  testing::manual_scheduler loop;
  context context(loop);
  return chain(std::move(event), context);
}

json::value message(json::value route_key) { return {{"requestContext", {{"routeKey", std::move(route_key)}}}}; }

engine chat() {
  return ws_router({{"$connect", [] { return json::value("connect"); }},
                    {"$default", [] { return json::value("default"); }},
                    {"send", [] { return json::value("first"); }},
                    {"send", [] { return json::value("second"); }}});
}

TEST(ws_router, picks_by_route_key_and_the_last_of_a_key) {
  EXPECT_EQ(**call(chat(), message("$connect")), json::value("connect"));
  EXPECT_EQ(**call(chat(), message("$default")), json::value("default"));
  EXPECT_EQ(**call(chat(), message("send")), json::value("second"));
}

TEST(ws_router, has_404_for_unknown_keys_and_uses_no_default) {
  for (const char* key : {"SEND", "other", "send ", "__proto__"}) {
    const outcome said = call(chat(), message(key));
    ASSERT_FALSE(said) << key;
    EXPECT_EQ(said.error().status_code, 404);
    EXPECT_EQ(said.error().cause->at("data").at("routeKey"), json::value(key));
  }
}

TEST(ws_router, has_400_for_events_without_a_key) {
  for (const json::value& event : {message(""), message(nullptr), message(5), json::value{{"requestContext", nullptr}},
                                   json::value(), json::value("text")}) {
    const outcome said = call(chat(), event);
    ASSERT_FALSE(said) << json::serialize(event);
    EXPECT_EQ(said.error().status_code, 400);
    EXPECT_EQ(said.error().message, "Unknown WebSocket event format: missing 'requestContext.routeKey'");
  }
}

TEST(ws_router, lets_not_found_answer) {
  const engine chain = ws_router({}, [](const json::object& asked) { return asked.at("routeKey"); });
  EXPECT_EQ(**call(chain, message("x")), json::value("x"));
}

}  // namespace
}  // namespace lamina
