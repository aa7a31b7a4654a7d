#include "lamina/middlewares/ws_json_body_parser/ws_json_body_parser.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

TEST(ws_json_body_parser, parses_messages_whatever_their_type) {
  testing::test_request call({{"headers", {{"content-type", "text/plain"}}}, {"body", R"({"action":"join"})"}});
  EXPECT_TRUE(ws_json_body_parser().before(call.request).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), R"({"action":"join"})");
}

TEST(ws_json_body_parser, decodes_base64) {
  testing::test_request call({{"isBase64Encoded", true}, {"body", "eyJhIjoi5ryiIn0="}});
  EXPECT_TRUE(ws_json_body_parser().before(call.request).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), R"({"a":"漢"})");
}

TEST(ws_json_body_parser, refuses_what_is_no_json_with_422) {
  for (const std::string_view body : {"", "{", "hello", " \n", "{\"__proto__\":1}"}) {
    testing::test_request call({{"body", body}});
    step said = ws_json_body_parser().before(call.request);
    ASSERT_NE(said.failure(), nullptr) << body;
    EXPECT_EQ(said.failure()->status_code, 422);
    EXPECT_EQ(json::find_string(*said.failure()->cause, "package"), "@middy/ws-json-body-parser");
  }
}

TEST(ws_json_body_parser, applies_the_reviver) {
  const ws_json_body_parser subject({.reviver = [](std::string_view, json::value member) {
    return member.is_int64() ? json::value(member.get_int64() * 2) : member;
  }});
  testing::test_request call({{"body", "[1,2]"}});
  EXPECT_TRUE(subject.before(call.request).goes_on());
  EXPECT_EQ(json::serialize(call.event("body")), "[2,4]");
}

TEST(ws_json_body_parser, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make(ws_json_body_parser::name).before());
  EXPECT_THROW(standard_middlewares().make(ws_json_body_parser::name, {{"disableContentTypeCheck", true}}), error);
}

}  // namespace
}  // namespace lamina
