#include "lamina/gateway/websocket/route_selection.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

constexpr const char* none = "(none)";

std::string key(std::string_view expression, std::string_view message) {
  const auto selection = route_selection::compile(expression);
  EXPECT_TRUE(selection) << expression << ": " << (selection ? "" : selection.error().message);
  std::string storage = "left over";
  const auto found = selection ? selection->key_of(message, storage) : std::nullopt;
  return found ? std::string(*found) : none;
}

std::string action(std::string_view message) { return key("$request.body.action", message); }

TEST(route_selection, takes_the_key_from_the_message) {
  EXPECT_EQ(action(R"({"action":"join"})"), "join");
  EXPECT_EQ(action(R"( {"service":"chat", "data":{"action":"no","room":[1,{"action":"no"}]},"action" : "join" } )"),
            "join");
  EXPECT_EQ(action(R"({"action":"$default"})"), "$default");
  EXPECT_EQ(action(R"({"action":""})"), "");
}

TEST(route_selection, goes_as_deep_as_its_path) {
  EXPECT_EQ(key("$request.body.service.do", R"({"message":"1","service":{"do":"echo"}})"), "echo");
  EXPECT_EQ(key("${request.body.a.b.c}", R"({"a":{"x":{},"b":{"c":"deep"}}})"), "deep");
  EXPECT_EQ(key("$request.body.service.do", R"({"service":"echo"})"), none);
  EXPECT_EQ(key("$request.body.service.do", R"({"service":[{"do":"echo"}]})"), none);
  EXPECT_EQ(key("$request.body", R"("whole")"), "whole");
  EXPECT_EQ(key("$request.body", R"({"a":1})"), none);
}

TEST(route_selection, has_no_key_for_what_is_not_json) {
  for (const char* message : {"", " ", "just text", "{", R"({"action":"join")", R"({"action":"join"} x)",
                              R"({"action":"join",})", R"({"action":"join"}{"action":"join"})", R"({action:"join"})",
                              R"({"action":'join'})", R"({"action":"join","x":tru})", R"({"action":"join","x":[1,]})",
                              R"({"action":"join","x":{"y"}})", R"({"action":"join","x":"\q"})", "\"action\""})
    EXPECT_EQ(action(message), none) << message;
}

TEST(route_selection, has_no_key_for_what_is_no_text) {
  for (const char* value : {"null", "{}", "[]", R"(["join"])", R"({"action":"join"})"})
    EXPECT_EQ(action("{\"action\":" + std::string(value) + "}"), none) << value;
  EXPECT_EQ(action(R"({"Action":"join"})"), none);
  EXPECT_EQ(action("[]"), none);
}

TEST(route_selection, takes_numbers_and_booleans_as_they_are_written) {
  EXPECT_EQ(action(R"({"action":1})"), "1");
  EXPECT_EQ(action(R"({"action":-1.50e3})"), "-1.50e3");
  EXPECT_EQ(action(R"({"action":true})"), "true");
  EXPECT_EQ(action(R"({"action":false})"), "false");
}

TEST(route_selection, undoes_escapes) {
  EXPECT_EQ(action(R"({"action":"a\"b\u00e9\n"})"), "a\"b\u00e9\n");
  EXPECT_EQ(action(R"({"\u0061ction":"join"})"), "join");
  EXPECT_EQ(action(R"({"acti\/on":"join"})"), none);
}

TEST(route_selection, takes_the_last_of_a_repeated_name) {
  EXPECT_EQ(action(R"({"action":"first","action":"last"})"), "last");
  EXPECT_EQ(action(R"({"action":"first","action":null})"), none);
  EXPECT_EQ(key("$request.body.a.b", R"({"a":{"b":"first"},"a":{"b":"last"}})"), "last");
  EXPECT_EQ(key("$request.body.a.b", R"({"a":{"b":"first"},"a":{}})"), none);
}

TEST(route_selection, joins_variables_and_text) {
  EXPECT_EQ(key("${request.body.version}-beta", R"({"version":"v1"})"), "v1-beta");
  EXPECT_EQ(key("$request.body.service/$request.body.action!", R"({"action":"join","service":"ch\u0061t"})"),
            "chat/join!");
  EXPECT_EQ(key("${request.body.a}${request.body.b}", R"({"a":"x"})"), none);
  EXPECT_EQ(key("$request.body.action.", R"({"action":"join"})"), "join.");
  EXPECT_EQ(key("$request.body.action..x", R"({"action":"join"})"), "join..x");
}

TEST(route_selection, reads_names_with_signs_in_braces) {
  EXPECT_EQ(key("${request.body.my action}", R"({"my action":"join"})"), "join");
  EXPECT_EQ(key("$request.body.my-action_2", R"({"my-action_2":"join"})"), "join");
}

TEST(route_selection, keeps_escaped_dollar_signs_and_evaluates_nothing_twice) {
  EXPECT_EQ(key("\\$default", "no json"), "$default");
  EXPECT_EQ(key("\\${request.body.action}", "{}"), "${request.body.action}");
  EXPECT_EQ(key("a\\b", "{}"), "a\\b");
  EXPECT_EQ(action(R"({"action":"$request.body.other","other":"x"})"), "$request.body.other");
}

TEST(route_selection, survives_any_depth) {
  const std::string deep(100'000, '[');
  EXPECT_EQ(action("{\"x\":" + deep), none);
  EXPECT_EQ(action("{\"action\":" + deep + std::string(100'000, ']') + "}"), none);
  EXPECT_EQ(action("{\"x\":" + std::string(900, '[') + std::string(900, ']') + ",\"action\":\"join\"}"), "join");
}

TEST(route_selection, refuses_what_can_be_no_expression) {
  const std::pair<const char*, const char*> broken[] = {
      {"", "found none"},
      {"$default", "found \"$default\" (a dollar sign that is only text is written \\$)"},
      {"$", "expected $request.body"},
      {"$request.bodyaction", "expected $request.body"},
      {"$request.header.x", "expected $request.body"},
      {"$context.routeKey", "expected $request.body"},
      {"${request.body.action", "the brace of \"${request.body.action\" is not closed"},
      {"${}", "expected $request.body"},
      {"${request.body.}", "a name is missing"},
      {"${request.body.a..b}", "a name is missing"}};
  for (const auto& [expression, part] : broken) {
    const auto made = route_selection::compile(expression);
    ASSERT_FALSE(made) << expression;
    EXPECT_NE(made.error().message.find(part), std::string::npos) << made.error().message;
  }
}

}  // namespace
}  // namespace lamina::gateway
