#include "lamina/middlewares/http_partial_response/http_partial_response.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string cut(std::string_view fields, std::string_view response, http_partial_response_options options = {}) {
  testing::test_request call({{"queryStringParameters", {{"fields", fields}}}}, json::parse(response));
  http_partial_response(std::move(options)).after(call.request);
  return call.response_text();
}

TEST(http_partial_response, cuts_objects_and_their_text) {
  EXPECT_EQ(cut("a", R"({"statusCode":200,"body":{"b":1,"a":2}})"),
            R"({"statusCode":200,"body":{"a":2},"headers":{}})");
  EXPECT_EQ(cut("a", R"({"statusCode":400,"body":"{\"b\":1,\"a\":2}"})"),
            R"({"statusCode":400,"body":"{\"a\":2}","headers":{}})");
  EXPECT_EQ(cut("a", R"({"body":[{"b":1,"a":2}]})"), R"({"body":[{"a":2}],"statusCode":500,"headers":{}})");
}

TEST(http_partial_response, leaves_other_bodies_alone) {
  for (const std::string response :
       {R"({"statusCode":200,"body":5})", R"({"statusCode":200,"body":null})", R"({"statusCode":200,"body":""})",
        R"({"statusCode":200,"body":"{a"})", R"({"statusCode":204})", R"({"a":1})", R"("text")"})
    EXPECT_EQ(cut("a", response), response);
}

TEST(http_partial_response, needs_a_selector) {
  const std::string whole = R"({"statusCode":200,"body":{"a":1,"b":2}})";
  EXPECT_EQ(cut("", whole), whole);
  EXPECT_EQ(cut("a", whole, {.filtering_key_name = "filter"}), whole);
  testing::test_request call(nullptr, json::parse(whole));
  http_partial_response().after(call.request);
  EXPECT_EQ(call.response_text(), whole);
}

TEST(http_partial_response, ignores_abusive_selectors) {
  const std::string whole = R"({"statusCode":200,"body":{"a":1,"b":2}})";
  EXPECT_EQ(cut("a," + std::string(2047, 'x'), whole), whole);
  EXPECT_NE(cut("a," + std::string(2046, 'x'), whole), whole);
  EXPECT_EQ(cut("a" + std::string(101, '/'), whole), whole);
  EXPECT_NE(cut("b" + std::string(100, '('), whole), whole);
}

TEST(http_partial_response, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make(http_partial_response::name, {{"filteringKeyName", "filter"}}).after());
  EXPECT_THROW(standard_middlewares().make(http_partial_response::name, {{"fields", "a"}}), error);
}

}  // namespace
}  // namespace lamina
