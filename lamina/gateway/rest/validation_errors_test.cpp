#include "lamina/gateway/rest/validation_errors.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

std::string text_of(std::string_view schema, std::string_view body) {
  json::schema_options options;
  options.draft = json::draft::draft4;
  const auto compiled = json::schema::compile(json::parse(schema), options);
  const auto document = json::parse(body);
  return validation_error_text(document, compiled->validate(document));
}

TEST(validation_errors, use_the_words_of_api_gateway) {
  EXPECT_EQ(text_of(R"({"required":["a"]})", "{}"), R"([object has missing required properties (["a"])])");
  EXPECT_EQ(text_of(R"({"type":"number"})", R"("x")"),
            R"([instance type (string) does not match any allowed primitive type (allowed: ["number"])])");
  EXPECT_EQ(text_of(R"({"properties":{"t":{"enum":["dog","cat"]}}})", R"({"t":"bird"})"),
            R"([instance value ("bird") not found in enum (possible values: ["dog","cat"])])");
  EXPECT_EQ(text_of(R"({"minimum":25})", "3"),
            "[numeric value is lower than the required minimum (minimum: 25, found: 3)]");
  EXPECT_EQ(text_of(R"({"maximum":25})", "30.5"),
            "[numeric value is greater than the required maximum (maximum: 25, found: 30.5)]");
  EXPECT_EQ(text_of(R"({"additionalProperties":false})", R"({"b":1})"),
            R"([object instance has properties which are not allowed by the schema: ["b"]])");
  EXPECT_EQ(text_of(R"({"pattern":"^a$"})", R"("b")"), R"([ECMA 262 regex "^a$" does not match input string "b"])");
}

TEST(validation_errors, tell_everything_in_one_list) {
  EXPECT_EQ(text_of(R"({"required":["a","b"]})", "{}"),
            R"([object has missing required properties (["a"]), object has missing required properties (["b"])])");
  EXPECT_EQ(text_of(R"({"minLength":3})", R"("ab")").front(), '[');
}

TEST(validation_errors, do_not_repeat_what_is_large) {
  EXPECT_LT(text_of(R"({"enum":[1]})", "\"" + std::string(100'000, 'x') + "\"").size(), 400u);
}

}  // namespace
}  // namespace lamina::gateway
