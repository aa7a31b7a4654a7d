#include "lamina/middlewares/http_content_negotiation/http_content_negotiation.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

json::value asking(std::string_view header, std::string_view value) { return {{"headers", {{header, value}}}}; }

std::string negotiated_context(http_content_negotiation_options options, json::value event) {
  testing::test_request call(std::move(event));
  EXPECT_TRUE(http_content_negotiation(std::move(options)).before(call.request).goes_on());
  return json::serialize(call.context.document);
}

// Only languages, to keep expectations short.
http_content_negotiation_options for_languages(std::vector<std::string> available) {
  return {.parse_charsets = false,
          .parse_encodings = false,
          .available_languages = std::move(available),
          .parse_media_types = false};
}

TEST(http_content_negotiation, leaves_preferences_in_the_context) {
  EXPECT_EQ(negotiated_context({}, {{"headers", {{"Accept", "text/html"}, {"accept-language", "da, en;q=0.5"}}}}),
            R"({"preferredCharsets":["*"],"preferredCharset":"*","preferredEncodings":["identity"],)"
            R"("preferredEncoding":"identity","preferredLanguages":["da","en"],"preferredLanguage":"da",)"
            R"("preferredMediaTypes":["text/html"],"preferredMediaType":"text/html"})");
}

TEST(http_content_negotiation, does_nothing_without_headers) {
  for (const char* event : {"{}", R"({"headers":null})", "null"})
    EXPECT_EQ(negotiated_context({}, json::parse(event)), "{}");
}

TEST(http_content_negotiation, refuses_a_mismatch_with_406) {
  testing::test_request call(asking("Accept-Language", "de"));
  step said = http_content_negotiation(for_languages({"fr", "en"})).before(call.request);
  ASSERT_NE(said.failure(), nullptr);
  EXPECT_EQ(said.failure()->status_code, 406);
  EXPECT_EQ(said.failure()->message, "Unsupported Language. Acceptable values: fr, en");
  EXPECT_EQ(json::serialize(*said.failure()->cause),
            R"({"package":"@middy/http-content-negotiation","data":{"Accept-Language":"de"}})");
}

TEST(http_content_negotiation, can_live_with_a_mismatch) {
  auto options = for_languages({"fr", "en"});
  options.fail_on_mismatch = false;
  EXPECT_EQ(negotiated_context(options, asking("Accept-Language", "de")), R"({"preferredLanguages":[]})");
  options.default_to_first_language = true;
  EXPECT_EQ(negotiated_context(options, asking("Accept-Language", "de")),
            R"({"preferredLanguages":[],"preferredLanguage":"fr"})");
  EXPECT_EQ(negotiated_context(for_languages({}), asking("Accept-Language", "de")), R"({"preferredLanguages":[]})");
}

TEST(http_content_negotiation, checks_charsets_first) {
  testing::test_request call({{"headers", {{"Accept", "x/y"}, {"Accept-Charset", "x"}}}});
  const http_content_negotiation subject({.available_charsets = {{"utf-8"}}, .available_media_types = {{"a/b"}}});
  EXPECT_EQ(subject.before(call.request).failure()->message, "Unsupported Charset. Acceptable values: utf-8");
}

TEST(http_content_negotiation, refuses_unknown_options) {
  EXPECT_TRUE(standard_middlewares().make(http_content_negotiation::name, {{"failOnMismatch", false}}).before());
  EXPECT_THROW(standard_middlewares().make(http_content_negotiation::name, {{"available", true}}), error);
}

}  // namespace
}  // namespace lamina
