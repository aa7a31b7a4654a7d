#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string normalized(std::string_view event, http_header_normalizer_options options = {}) {
  testing::test_request call(json::parse(event));
  http_header_normalizer(std::move(options)).before(call.request);
  return json::serialize(call.request.event);
}

TEST(http_header_normalizer, makes_names_lower_case) {
  EXPECT_EQ(normalized(R"({"headers":{"X-Api-Key":"1","foo":"2","É":"3"},"multiValueHeaders":{"X-A":["1"]}})"),
            R"({"headers":{"x-api-key":"1","foo":"2","é":"3"},"multiValueHeaders":{"x-a":["1"]}})");
}

TEST(http_header_normalizer, makes_names_canonical) {
  EXPECT_EQ(
      normalized(R"({"headers":{"x-api-key":"1","FOO":"2","é-x":"3","a--b":"4","-lead":"5","trail-":"6","":"7"}})",
                 {.canonical = true}),
      R"({"headers":{"X-Api-Key":"1","Foo":"2","É-X":"3","A--B":"4","-Lead":"5","Trail-":"6","":"7"}})");
}

TEST(http_header_normalizer, knows_names_with_a_spelling_of_their_own) {
  for (const std::string name : {"ETag", "DNT", "WWW-Authenticate", "Sec-WebSocket-Key", "X-DNSPrefetch-Control", "TE"})
    EXPECT_EQ(http_header_normalizer::normalize(name, true), name);
  EXPECT_EQ(http_header_normalizer::normalize("x-xss-protection", true), "X-Xss-Protection");
}

TEST(http_header_normalizer, lets_the_later_of_two_names_win_at_the_place_of_the_first) {
  EXPECT_EQ(normalized(R"({"headers":{"X-A":"1","b":"2","x-a":"3"}})"), R"({"headers":{"x-a":"3","b":"2"}})");
}

TEST(http_header_normalizer, adds_defaults_to_maps_that_exist) {
  const auto options = [] {
    return http_header_normalizer_options{
        .default_headers = {{"Accept", {"text/html", "text/plain"}}, {"X-List", "a, b"}, {"Z", "0"}}};
  };
  EXPECT_EQ(normalized(R"({"headers":{"q":"1","z":"9"},"multiValueHeaders":{}})", options()),
            R"({"headers":{"accept":"text/html,text/plain","x-list":"a, b","z":"9","q":"1"},)"
            R"("multiValueHeaders":{"accept":["text/html","text/plain"],"x-list":["a"," b"],"z":["0"]}})");
  EXPECT_EQ(normalized(R"({"headers":null})", options()), R"({"headers":null})");
  EXPECT_EQ(normalized(R"({})", options()), R"({})");
  EXPECT_EQ(normalized("null", options()), "null");
}

TEST(http_header_normalizer, asks_the_given_function) {
  EXPECT_EQ(normalized(R"({"headers":{"a":"1"}})",
                       {.normalize_header_key = [](std::string_view name, bool) { return std::string(name) + "!"; }}),
            R"({"headers":{"a!":"1"}})");
}

TEST(http_header_normalizer, refuses_wrong_options) {
  const registry& all = standard_middlewares();
  EXPECT_TRUE(all.make(http_header_normalizer::name, {{"canonical", true}}).before());
  EXPECT_THROW(all.make(http_header_normalizer::name, {{"defaultHeaders", {{"a", 1}}}}), error);
  EXPECT_THROW(all.make(http_header_normalizer::name, {{"lowercase", true}}), error);
  EXPECT_THROW(http_header_normalizer({.default_headers = {{"a", 1}}}), error);
}

}  // namespace
}  // namespace lamina
