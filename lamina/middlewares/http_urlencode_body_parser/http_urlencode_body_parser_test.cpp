#include "lamina/middlewares/http_urlencode_body_parser/http_urlencode_body_parser.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string parsed(json::value body, bool encoded = false) {
  testing::test_request call({{"headers", {{"content-type", "application/x-www-form-urlencoded"}}},
                              {"body", std::move(body)},
                              {"isBase64Encoded", encoded}});
  EXPECT_TRUE(http_urlencode_body_parser().before(call.request).goes_on());
  return json::serialize(call.event("body"));
}

TEST(http_urlencode_body_parser, reads_fields) {
  EXPECT_EQ(parsed("a=1&b+c=hello+world"), R"({"a":"1","b c":"hello world"})");
  EXPECT_EQ(parsed("a=&b&=1"), R"({"a":"","b":"","":"1"})");
  EXPECT_EQ(parsed("a=b=c;d=e"), R"({"a":"b=c;d=e"})");
  EXPECT_EQ(parsed("&&a=1&"), R"({"a":"1"})");
  EXPECT_EQ(parsed("__proto__=1"), R"({"__proto__":"1"})");
}

TEST(http_urlencode_body_parser, collects_repeated_fields) {
  EXPECT_EQ(parsed("a=1&b=x&a=2&a=3"), R"({"a":["1","2","3"],"b":"x"})");
}

TEST(http_urlencode_body_parser, keeps_or_replaces_what_is_broken) {
  EXPECT_EQ(parsed("a=%zz&b=%"), R"({"a":"%zz","b":"%"})");
  EXPECT_EQ(parsed("a=%ff%fe"), "{\"a\":\"\uFFFD\uFFFD\"}");
  EXPECT_EQ(parsed("e=%F0%9F%8E%89&név=é"), R"({"e":"🎉","név":"é"})");
}

TEST(http_urlencode_body_parser, decodes_base64) {
  EXPECT_EQ(parsed("YT0xJmI9JTIweCt5", true), R"({"a":"1","b":" x y"})");
}

TEST(http_urlencode_body_parser, takes_nothing_for_an_empty_form) {
  EXPECT_EQ(parsed(nullptr), "{}");
  EXPECT_EQ(parsed(""), "{}");
  EXPECT_EQ(parsed(5), "{}");
}

TEST(http_urlencode_body_parser, stops_at_a_thousand_pairs) {
  std::string form;
  for (int i = 0; i < 1001; ++i) form += "k" + std::to_string(i) + "=1&";
  EXPECT_EQ(json::parse(parsed(json::value(form))).get_object().size(), 1000u);
  EXPECT_EQ(parsed(json::value(std::string(999, '&') + "a=1&b=2")), R"({"a":"1"})");
}

TEST(http_urlencode_body_parser, checks_the_type) {
  for (const std::string_view type : {"application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED;a=b"}) {
    testing::test_request call({{"headers", {{"Content-Type", type}}}, {"body", "a=1"}});
    EXPECT_TRUE(http_urlencode_body_parser().before(call.request).goes_on());
  }
  for (const std::string_view type : {"text/plain", "application/x-www-form-urlencoded ;a", "application/x-www-form"}) {
    testing::test_request call({{"headers", {{"Content-Type", type}}}, {"body", "a=1"}});
    step said = http_urlencode_body_parser().before(call.request);
    ASSERT_NE(said.failure(), nullptr);
    EXPECT_EQ(said.failure()->status_code, 415);
    EXPECT_EQ(json::find_string(*said.failure()->cause, "data"), type);
  }
}

TEST(http_urlencode_body_parser, need_not_check_the_type) {
  testing::test_request left({{"body", "a=1"}});
  EXPECT_TRUE(http_urlencode_body_parser({.disable_content_type_error = true}).before(left.request).goes_on());
  EXPECT_EQ(left.event("body"), json::value("a=1"));
  testing::test_request read({{"body", "a=1"}});
  EXPECT_TRUE(http_urlencode_body_parser({.disable_content_type_check = true}).before(read.request).goes_on());
  EXPECT_EQ(json::serialize(read.event("body")), R"({"a":"1"})");
}

TEST(http_urlencode_body_parser, refuses_unknown_options) {
  const registry& all = standard_middlewares();
  EXPECT_TRUE(all.make(http_urlencode_body_parser::name, {{"disableContentTypeError", true}}).before());
  EXPECT_THROW(all.make(http_urlencode_body_parser::name, {{"extended", true}}), error);
}

}  // namespace
}  // namespace lamina
