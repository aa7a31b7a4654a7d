#include "lamina/gateway/rest/cors_preflight.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

config::rest_cors plain() {
  config::rest_cors from;
  from.path = "/pets";
  from.origin = "*";
  from.origins = {"*"};
  from.methods = {"GET", "OPTIONS"};
  from.headers = {"Content-Type", "X-Api-Key"};
  return from;
}

// "Name: value" lines
std::string text_of(const config::rest_cors& from, std::string_view origin = {}) {
  const cors_preflight made(from);
  const proxy_response got = made.answer(origin);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "");
  std::string out;
  for (const auto& [name, value] : got.headers) out.append(name).append(": ").append(value).append("\n");
  return out;
}

std::string origin_for(const std::vector<std::string>& origins, std::string_view asking) {
  config::rest_cors from = plain();
  from.origin = origins.front();
  from.reflected = origins;
  const std::string text = text_of(from, asking);
  const std::size_t begin = text.find(": ") + 2;
  return text.substr(begin, text.find('\n') - begin);
}

TEST(cors_preflight, says_origin_headers_and_methods) {
  EXPECT_EQ(text_of(plain(), "https://a"),
            "Access-Control-Allow-Origin: *\n"
            "Access-Control-Allow-Headers: Content-Type,X-Api-Key\n"
            "Access-Control-Allow-Methods: GET,OPTIONS\n");
}

TEST(cors_preflight, says_more_where_it_was_asked_for) {
  config::rest_cors from = plain();
  from.methods = {"ANY", "OPTIONS"};
  from.allow_credentials = true;
  from.max_age = 86400;
  from.cache_control = "max-age=60";
  EXPECT_EQ(text_of(from),
            "Access-Control-Allow-Origin: *\n"
            "Access-Control-Allow-Headers: Content-Type,X-Api-Key\n"
            "Access-Control-Allow-Methods: DELETE,GET,HEAD,PATCH,POST,PUT,OPTIONS\n"
            "Access-Control-Allow-Credentials: true\n"
            "Access-Control-Max-Age: 86400\n"
            "Cache-Control: max-age=60\n");
}

TEST(cors_preflight, gives_back_the_origins_of_a_list) {
  const std::vector<std::string> origins = {"https://a.com", "https://*.b.com"};
  EXPECT_EQ(origin_for(origins, ""), "https://a.com");
  EXPECT_EQ(origin_for(origins, "https://a.com"), "https://a.com");
  EXPECT_EQ(origin_for(origins, "https://x.b.com"), "https://x.b.com");
  EXPECT_EQ(origin_for(origins, "https://x.y.b.com"), "https://x.y.b.com");
  EXPECT_EQ(origin_for(origins, "https://.b.com"), "https://a.com");   // something must stand for *
  EXPECT_EQ(origin_for(origins, "https://xxb.com"), "https://a.com");  // dots are dots
  EXPECT_EQ(origin_for(origins, "https://x.b.com.evil"), "https://a.com");
  EXPECT_EQ(origin_for({"*"}, "https://any"), "https://any");
  EXPECT_EQ(origin_for({"*"}, ""), "*");
}

TEST(cors_preflight, of_one_origin_says_that_to_everybody) {
  config::rest_cors from = plain();
  from.origin = "https://a.com";
  EXPECT_TRUE(text_of(from, "https://evil").starts_with("Access-Control-Allow-Origin: https://a.com\n"));
}

}  // namespace
}  // namespace lamina::gateway
