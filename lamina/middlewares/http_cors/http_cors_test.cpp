#include "lamina/middlewares/http_cors/http_cors.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

json::value get_from(std::string_view origin) { return {{"httpMethod", "GET"}, {"headers", {{"Origin", origin}}}}; }

// The headers after the `after` hook, as text.
std::string decorated(http_cors_options options, json::value event = get_from("https://example.com"),
                      std::string_view headers = "{}") {
  testing::test_request call(std::move(event), json::value({{"statusCode", 200}, {"headers", json::parse(headers)}}));
  http_cors(std::move(options)).after(call.request);
  return json::serialize(call.response("headers"));
}

std::string allowed(std::string_view origin, std::string_view more = "") {
  return R"({"Access-Control-Allow-Origin":")" + std::string(origin) + "\"" + std::string(more) + "}";
}
constexpr std::string_view varies = R"(,"Vary":"Origin")";

TEST(http_cors, adds_nothing_unless_configured) { EXPECT_EQ(decorated({}), "{}"); }

TEST(http_cors, sends_one_configured_origin) {
  EXPECT_EQ(decorated({.origin = "*"}), allowed("*"));
  EXPECT_EQ(decorated({.origin = "https://a.com"}), allowed("https://a.com"));
  EXPECT_EQ(decorated({.origin = "*"}, json::object()), allowed("*"));
}

TEST(http_cors, reflects_origins_that_are_listed) {
  const auto listed = [](std::string_view origin, std::vector<std::string> origins) {
    return decorated({.origins = std::move(origins)}, get_from(origin));
  };
  EXPECT_EQ(listed("https://example.com", {"https://example.com"}), allowed("https://example.com", varies));
  EXPECT_EQ(listed("https://EXAMPLE.com/", {"https://example.com"}), allowed("https://example.com", varies));
  EXPECT_EQ(listed("https://evil.com", {"https://example.com"}), "{}");
  EXPECT_EQ(listed("https://evil.com", {"https://a.com", "https://b.com"}), R"({"Vary":"Origin"})");
  EXPECT_EQ(listed("https://x.a.com", {"https://*.a.com"}), allowed("https://x.a.com", varies));
  EXPECT_EQ(listed("https://x.y.a.com", {"https://*.a.com"}), R"({"Vary":"Origin"})");
  EXPECT_EQ(listed("https://x.com", {"*"}), allowed("*"));
}

TEST(http_cors, reflects_the_request_when_credentials_meet_a_star) {
  const std::string credentials = R"({"Access-Control-Allow-Credentials":"true","Access-Control-Allow-Origin":)";
  EXPECT_EQ(decorated({.credentials = true, .origin = "*"}), credentials + R"("https://example.com","Vary":"Origin"})");
  EXPECT_EQ(decorated({.credentials = true, .origin = "*"}, json::object()), credentials + R"("*","Vary":"Origin"})");
  EXPECT_EQ(decorated({.credentials = true, .origins = {"*"}}),
            credentials + R"("https://example.com","Vary":"Origin"})");
}

TEST(http_cors, keeps_what_the_handler_set) {
  const std::string theirs = R"({"Access-Control-Allow-Origin":"x","Access-Control-Allow-Headers":"h",)"
                             R"("Access-Control-Allow-Methods":"m","Access-Control-Expose-Headers":"e",)"
                             R"("Access-Control-Max-Age":"1"})";
  EXPECT_EQ(decorated({.headers = "a", .methods = "GET", .origin = "o", .expose_headers = "b", .max_age = 5},
                      get_from("https://example.com"), theirs),
            theirs);
  EXPECT_EQ(decorated({.credentials = true}, json::object(), R"({"Access-Control-Allow-Credentials":"false"})"),
            R"({"Access-Control-Allow-Credentials":"false"})");
}

TEST(http_cors, extends_vary) {
  EXPECT_EQ(decorated({.vary = "Accept"}), R"({"Vary":"Accept"})");
  EXPECT_EQ(decorated({.origins = {"a", "b"}, .vary = "Accept"}, json::object(), R"({"vary":"X"})"),
            R"({"vary":"X, Accept, Origin"})");
  EXPECT_EQ(decorated({.origins = {"a", "b"}, .vary = "Accept"}, json::object(), R"({"Vary":"X"})"),
            R"({"Vary":"X, Origin"})");
}

TEST(http_cors, sends_max_age_and_cache_control) {
  EXPECT_EQ(decorated({.max_age = 60}), R"({"Access-Control-Max-Age":"60"})");
  EXPECT_EQ(decorated({.max_age = "60"}), R"({"Access-Control-Max-Age":"60"})");
  EXPECT_EQ(decorated({.max_age = 0, .cache_control = "no-store"}), "{}");
  const auto options_v2 = json::parse(R"({"version":"2.0","requestContext":{"http":{"method":"OPTIONS"}}})");
  EXPECT_EQ(decorated({.cache_control = "no-store"}, options_v2), R"({"Cache-Control":"no-store"})");
  EXPECT_EQ(decorated({.cache_control = "no-store"}, {{"version", "3.0"}, {"httpMethod", "OPTIONS"}}), "{}");
}

std::string preflight(http_cors_options options, json::value event) {
  options.disable_before_preflight_response = false;
  testing::test_request call(std::move(event));
  step said = http_cors(std::move(options)).before(call.request);
  return said.early() ? json::serialize(*said.early()->response) : "goes on";
}

json::value asking(std::string_view header, std::string_view value) {
  return {{"httpMethod", "OPTIONS"}, {"headers", {{"Origin", "https://a.com"}, {header, value}}}};
}

TEST(http_cors, answers_preflight_requests_when_told_to) {
  EXPECT_EQ(preflight({.origin = "*"}, {{"httpMethod", "OPTIONS"}}),
            R"({"statusCode":204,"headers":{"Access-Control-Allow-Origin":"*"}})");
  EXPECT_EQ(preflight({.origin = "*"}, {{"httpMethod", "GET"}}), "goes on");
  EXPECT_EQ(preflight({.origin = "*"}, nullptr), "goes on");
  testing::test_request call({{"httpMethod", "OPTIONS"}});
  EXPECT_TRUE(http_cors({.origin = "*"}).before(call.request).goes_on());
}

TEST(http_cors, refuses_preflight_requests_for_more_than_is_allowed) {
  const http_cors_options options{.origin = "*", .request_headers = {"X-Custom"}, .request_methods = {"put"}};
  const std::string refused = R"({"statusCode":204,"headers":{}})";
  EXPECT_NE(preflight(options, asking("Access-Control-Request-Method", "PUT")), refused);
  EXPECT_EQ(preflight(options, asking("Access-Control-Request-Method", "DELETE")), refused);
  EXPECT_EQ(preflight(options, asking("access-control-request-method", "put")), refused);
  EXPECT_NE(preflight(options, asking("Access-Control-Request-Headers", "x-custom, content-type")), refused);
  EXPECT_EQ(preflight(options, asking("access-control-request-headers", "x-custom,Authorization")), refused);
}

TEST(http_cors, asks_the_given_function) {
  const auto always = [](std::string_view, bool) { return std::optional<std::string>("https://z.com"); };
  EXPECT_EQ(decorated({.get_origin = always, .origins = {"https://example.com"}}), allowed("https://z.com"));
}

TEST(http_cors, decorates_errors_only_when_they_are_answered) {
  testing::test_request call(get_from("https://a.com"));
  const http_cors subject({.origin = "*"});
  subject.on_error(call.request);
  EXPECT_EQ(call.request.response, std::nullopt);
  call.request.response = json::object{{"statusCode", 400}};
  subject.on_error(call.request);
  EXPECT_EQ(call.response_text(), R"({"statusCode":400,"headers":{"Access-Control-Allow-Origin":"*"}})");
}

TEST(http_cors, refuses_wrong_options) {
  const registry& all = standard_middlewares();
  EXPECT_TRUE(
      all.make(http_cors::name, json::parse(R"({"credentials":true,"maxAge":"60","origins":["*"]})").get_object())
          .after());
  try {
    (void)all.make(http_cors::name, {{"requestHeaders", "x"}});
    FAIL();
  } catch (const error& refused) {
    EXPECT_EQ(refused.name, "Error");
    EXPECT_EQ(refused.message, "requestHeaders must be an array");
  }
  EXPECT_THROW(all.make(http_cors::name, {{"maxAge", -1}}), error);
  EXPECT_THROW(all.make(http_cors::name, {{"credentials", 1}}), error);
  EXPECT_THROW(all.make(http_cors::name, {{"orgin", "*"}}), error);
}

}  // namespace
}  // namespace lamina
