#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

json::value event_of(std::string_view type, json::value body, bool encoded = false) {
  return {{"headers", {{"Content-Type", type}}}, {"body", std::move(body)}, {"isBase64Encoded", encoded}};
}

step before(const http_json_body_parser& subject, testing::test_request& call) { return subject.before(call.request); }

TEST(http_json_body_parser, parses_json_of_every_json_media_type) {
  for (const std::string_view type : {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON",
                                      "application/vnd.api+json", "application/a+b+json;v=1"}) {
    testing::test_request call(event_of(type, R"({"z":1,"a":[null,"é"]})"));
    EXPECT_TRUE(before(http_json_body_parser(), call).goes_on()) << type;
    EXPECT_EQ(json::serialize(call.event("body")), R"({"z":1,"a":[null,"é"]})");
  }
}

TEST(http_json_body_parser, refuses_other_types_with_415_and_says_which) {
  for (const std::string_view type : {"text/plain", "application/jsonx", "application/json ;a=b", ""}) {
    testing::test_request call(event_of(type, "{}"));
    step said = before(http_json_body_parser(), call);
    ASSERT_NE(said.failure(), nullptr) << type;
    EXPECT_EQ(said.failure()->status_code, 415);
    EXPECT_EQ(json::find_string(*said.failure()->cause, "data", "none"), type);
    EXPECT_EQ(call.event("body"), json::value("{}"));
  }
}

TEST(http_json_body_parser, refuses_a_missing_type_without_naming_one) {
  for (const char* event : {R"({"body":"{}"})", R"({"body":"{}","headers":null})",
                            R"({"body":"{}","headers":{"CONTENT-TYPE":"application/json"}})", "null"}) {
    testing::test_request call(json::parse(event));
    step said = before(http_json_body_parser(), call);
    ASSERT_NE(said.failure(), nullptr) << event;
    EXPECT_EQ(said.failure()->status_code, 415);
    EXPECT_EQ(json::serialize(*said.failure()->cause), R"({"package":"@middy/http-json-body-parser"})");
  }
}

TEST(http_json_body_parser, refuses_malformed_bodies_with_422) {
  for (const std::string_view body : {"", "{", "{foo:bar}", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}",
                                      "{} {}", "{\"__proto__\":1}", "{\"constructor\":{\"prototype\":1}}"}) {
    testing::test_request call(event_of("application/json", json::value(body)));
    step said = before(http_json_body_parser(), call);
    ASSERT_NE(said.failure(), nullptr) << body;
    EXPECT_EQ(said.failure()->status_code, 422);
    EXPECT_TRUE(said.failure()->is_exposed());
  }
  testing::test_request missing({{"headers", {{"content-type", "application/json"}}}});
  EXPECT_EQ(before(http_json_body_parser(), missing).failure()->status_code, 422);
}

TEST(http_json_body_parser, decodes_base64_as_node_does) {
  testing::test_request call(event_of("application/json", "eyJh Ijoi5ryiIn0", true));
  EXPECT_TRUE(before(http_json_body_parser(), call).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), R"({"a":"漢"})");
}

TEST(http_json_body_parser, leaves_other_types_alone_when_asked) {
  testing::test_request call(event_of("text/plain", "{}"));
  EXPECT_TRUE(before(http_json_body_parser({.disable_content_type_error = true}), call).goes_on());
  EXPECT_EQ(call.event("body"), json::value("{}"));
}

TEST(http_json_body_parser, ignores_the_type_when_asked) {
  testing::test_request call({{"body", "[1]"}});
  EXPECT_TRUE(before(http_json_body_parser({.disable_content_type_check = true}), call).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), "[1]");
}

TEST(http_json_body_parser, applies_the_reviver) {
  const http_json_body_parser subject({.reviver = [](std::string_view key, json::value member) {
    return key == "secret" ? std::nullopt : std::optional<json::value>(std::move(member));
  }});
  testing::test_request call(event_of("application/json", R"({"secret":1,"a":2})"));
  EXPECT_TRUE(before(subject, call).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), R"({"a":2})");
}

TEST(http_json_body_parser, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make(http_json_body_parser::name, {{"disableContentTypeCheck", true}}).before());
  EXPECT_THROW(standard_middlewares().make(http_json_body_parser::name, {{"safeParse", true}}), error);
  EXPECT_THROW(standard_middlewares().make(http_json_body_parser::name, {{"disableContentTypeCheck", 1}}), error);
}

}  // namespace
}  // namespace lamina
