#include "lamina/middlewares/http_security_headers/http_security_headers.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

json::object headers_of(const http_security_headers& subject, json::object given = {}) {
  testing::test_request call(nullptr, json::value({{"statusCode", 200}, {"headers", std::move(given)}}));
  subject.after(call.request);
  return call.response("headers").get_object();
}

std::string header(std::string_view name, const http_security_headers_options& options) {
  const json::value headers = headers_of(http_security_headers(options));
  return std::string(json::find_string(headers, name, "(none)"));
}

TEST(http_security_headers, sends_careful_defaults) {
  const json::object headers = headers_of(http_security_headers());
  EXPECT_EQ(headers.size(), 13u);
  EXPECT_EQ(headers.at("Content-Security-Policy"),
            json::value("default-src 'report-sample' 'report-sha256'; base-uri 'none'; form-action 'none'; "
                        "frame-ancestors 'none'; report-to default; require-trusted-types-for 'script'; sandbox; "
                        "upgrade-insecure-requests"));
  EXPECT_EQ(headers.at("Strict-Transport-Security"), json::value("max-age=15552000; includeSubDomains"));
  EXPECT_EQ(headers.at("X-Frame-Options"), json::value("DENY"));
  EXPECT_EQ(headers.at("X-DNS-Prefetch-Control"), json::value("off"));
  EXPECT_TRUE(headers.at("Permissions-Policy").get_string().starts_with("accelerometer=(), all-screens-capture=(), "));
  for (const char* absent : {"Report-To", "Reporting-Endpoints", "X-XSS-Protection"})
    EXPECT_FALSE(headers.contains(absent)) << absent;
}

TEST(http_security_headers, removes_what_tells_too_much) {
  const json::object given{{"Server", "x"}, {"X-Powered-By", "y"}, {"Other", "z"}};
  json::object headers = headers_of(http_security_headers(), given);
  EXPECT_FALSE(headers.contains("Server") || headers.contains("X-Powered-By"));
  EXPECT_EQ(headers.at("Other"), json::value("z"));
  headers = headers_of(http_security_headers({.powered_by = false}), given);
  EXPECT_TRUE(headers.contains("Server") && headers.contains("X-Powered-By"));
}

TEST(http_security_headers, overwrites_headers_of_the_handler) {
  EXPECT_EQ(headers_of(http_security_headers(), {{"Referrer-Policy", "unsafe-url"}}).at("Referrer-Policy"),
            json::value("no-referrer"));
}

TEST(http_security_headers, merges_options_over_the_defaults) {
  EXPECT_EQ(
      header("Content-Security-Policy",
             {.content_security_policy = {{"default-src", ""}, {"sandbox", "allow-scripts"}, {"img-src", "https:"}}}),
      "base-uri 'none'; sandbox allow-scripts; form-action 'none'; frame-ancestors 'none'; report-to default; "
      "require-trusted-types-for 'script'; img-src https:; upgrade-insecure-requests");
  EXPECT_EQ(header("X-DNS-Prefetch-Control", {.dns_prefetch_control = json::object{{"allow", true}}}), "on");
  EXPECT_EQ(header("X-Frame-Options", {.frame_options = json::object{{"action", "sameorigin"}}}), "SAMEORIGIN");
  EXPECT_EQ(header("X-XSS-Protection", {.xss_protection = true}), "0");
  EXPECT_EQ(header("Referrer-Policy", {.referrer_policy = false}), "(none)");
}

TEST(http_security_headers, can_only_report) {
  const http_security_headers_options options{.content_security_policy_report_only = true};
  EXPECT_EQ(header("Content-Security-Policy", options), "(none)");
  EXPECT_NE(header("Content-Security-Policy-Report-Only", options), "(none)");
}

TEST(http_security_headers, asks_for_preload_from_one_year_on) {
  const auto hsts = [](double age) {
    return header("Strict-Transport-Security",
                  {.strict_transport_security = {{"maxAge", age}, {"includeSubDomains", false}}});
  };
  EXPECT_EQ(hsts(31'535'999.4), "max-age=31535999");
  EXPECT_EQ(hsts(31'535'999.5), "max-age=31536000; preload");
}

TEST(http_security_headers, names_reporting_endpoints) {
  EXPECT_EQ(header("Reporting-Endpoints", {.reporting_endpoints = {{"default", "https://r"}, {"csp", "https://c"}}}),
            R"(default="https://r", csp="https://c")");
  EXPECT_EQ(header("Report-To", {.report_to = {{"default", "https://r"}, {"csp", "https://c"}, {"none", ""}}}),
            R"({ "group": "default", "max_age": 31536000, "endpoints": [ { "url": "https://r" } ], )"
            R"("include_subdomains": true }, )"
            R"({ "group": "default", "max_age": 31536000, "endpoints": [ { "url": "https://c" } ] })");
}

TEST(http_security_headers, decorates_errors_only_when_they_are_answered) {
  testing::test_request call(nullptr);
  http_security_headers().on_error(call.request);
  EXPECT_EQ(call.request.response, std::nullopt);
  call.request.response = "x";
  http_security_headers().on_error(call.request);
  EXPECT_EQ(call.response("body"), json::value("x"));
  EXPECT_EQ(call.response("headers").get_object().size(), 13u);
}

TEST(http_security_headers, refuses_wrong_options) {
  const registry& all = standard_middlewares();
  EXPECT_TRUE(all.make(http_security_headers::name, {{"frameOptions", {{"action", "deny"}}}}).after());
  EXPECT_THROW(all.make(http_security_headers::name, {{"frameOptions", "deny"}}), error);
  EXPECT_THROW(all.make(http_security_headers::name, {{"expectCt", true}}), error);
}

}  // namespace
}  // namespace lamina
