#include "lamina/middlewares/http_json_body_parser/json_body.h"

#include <gtest/gtest.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

TEST(parse_json_body, puts_the_document_into_the_arena_of_the_event) {
  json::monotonic_resource arena;
  testing::test_request call(json::parse(R"({"body":"{\"a\":[1]}"})", &arena));
  ASSERT_TRUE(parse_json_body(call.request, {}, "@middy/test").goes_on());
  const json::value& body = call.request.event.at("body");
  EXPECT_EQ(json::serialize(body), R"({"a":[1]})");
  EXPECT_EQ(body.at("a").storage().get(), &arena);
}

TEST(parse_json_body, names_the_package_that_asked) {
  testing::test_request call({{"body", "{"}});
  step said = parse_json_body(call.request, {}, "@middy/test");
  ASSERT_NE(said.failure(), nullptr);
  EXPECT_EQ(said.failure()->status_code, 422);
  EXPECT_EQ(json::find_string(*said.failure()->cause, "package"), "@middy/test");
  EXPECT_EQ(json::find_string(*said.failure()->cause, "data"), "{");
  EXPECT_EQ(call.event("body"), json::value("{"));
}

TEST(parse_json_body, reads_bodies_that_are_no_texts_as_javascript_does) {
  for (const char* body : {"null", "5", "true"}) {
    testing::test_request call({{"body", json::parse(body)}});
    EXPECT_TRUE(parse_json_body(call.request, {}, "@middy/test").goes_on());
    EXPECT_EQ(json::serialize(call.event("body")), body);
  }
  testing::test_request parsed_twice({{"body", {{"a", 1}}}});
  EXPECT_NE(parse_json_body(parsed_twice.request, {}, "@middy/test").failure(), nullptr);
}

}  // namespace
}  // namespace lamina
