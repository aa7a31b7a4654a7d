#include "lamina/gateway/integration/http_cors.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

config::http_api_cors settings() {
  return {.origins = {"https://www.example.com", "http://*.example.org"},
          .methods = {"GET", "POST"},
          .headers = {"x-a", "x-b"},
          .exposed_headers = {"Date", "x-id"},
          .allow_credentials = true,
          .max_age = 300};
}

std::string lines(const config::http_api_cors& from, std::string_view origin) {
  std::string out;
  http_cors(from).write_lines(out, origin);
  return out;
}

std::string preflight(const config::http_api_cors& from, std::string_view origin) {
  std::string out;
  http_cors(from).write_preflight_lines(out, origin);
  return out;
}

TEST(http_cors, an_allowed_origin_is_told_so) {
  EXPECT_EQ(lines(settings(), "https://www.example.com"),
            "access-control-allow-origin: https://www.example.com\r\naccess-control-allow-credentials: true\r\n"
            "access-control-expose-headers: Date,x-id\r\n");
  EXPECT_EQ(preflight(settings(), "http://a.example.org"),
            "access-control-allow-origin: http://a.example.org\r\naccess-control-allow-credentials: true\r\n"
            "access-control-allow-methods: GET,POST\r\naccess-control-allow-headers: x-a,x-b\r\n"
            "access-control-max-age: 300\r\n");
}

TEST(http_cors, others_are_told_nothing) {
  for (const std::string_view origin : {"", "https://www.example.com.evil", "https://a.example.org", "null"}) {
    EXPECT_EQ(lines(settings(), origin), "") << origin;
    EXPECT_EQ(preflight(settings(), origin), "") << origin;
  }
}

TEST(http_cors, everybody_may_be_allowed) {
  config::http_api_cors from;
  from.origins = {"*"};
  EXPECT_EQ(lines(from, "https://a"), "access-control-allow-origin: *\r\n");
  EXPECT_EQ(preflight(from, "https://a"), "access-control-allow-origin: *\r\n");
  EXPECT_EQ(lines(from, ""), "");
}

TEST(http_cors, knows_a_preflight) {
  const std::vector<http::header> asks = {{"origin", "https://a"}, {"access-control-request-method", "PUT"}};
  http::request request;
  request.method = "OPTIONS";
  request.headers = asks;
  EXPECT_TRUE(http_cors::is_preflight(request));
  request.method = "GET";
  EXPECT_FALSE(http_cors::is_preflight(request));
  request.method = "OPTIONS";
  request.headers = std::span(asks).first(1);
  EXPECT_FALSE(http_cors::is_preflight(request));
}

TEST(http_cors, a_star_in_an_origin_stands_for_any_characters) {
  for (const auto& [pattern, origin] : {std::pair("https://*", "https://a.b:80"),
                                        {"*", ""},
                                        {"https://*.a.b", "https://x.a.b.a.b"},
                                        {"https://A.b", "https://a.B"},
                                        {"**a*", "xa"}})
    EXPECT_TRUE(matches_origin(pattern, origin)) << pattern << " " << origin;
  for (const auto& [pattern, origin] : {std::pair("https://*", "http://a"),
                                        {"https://*.a.b", "https://a.b"},
                                        {"https://*.a.b", "https://x.a.b.c"},
                                        {"a", ""},
                                        {"", "a"},
                                        {"https://a.b", "https://axb"}})
    EXPECT_FALSE(matches_origin(pattern, origin)) << pattern << " " << origin;
}

}  // namespace
}  // namespace lamina::gateway
