#include "lamina/middlewares/http_jwt/token_source.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

std::string read(const token_source& source, const char* event) {
  return source.read(json::parse(event)).value_or("nothing");
}

TEST(token_source, is_the_authorization_header_unless_told_otherwise) {
  const token_source plain;
  EXPECT_EQ(read(plain, R"({"headers":{"Authorization":"Bearer t"}})"), "t");
  EXPECT_EQ(read(plain, R"({"headers":{"authorization":"bEARER t"}})"), "t");
  EXPECT_EQ(read(plain, R"({"headers":{"authorization":["Bearer a","Bearer b"]}})"), "a");
  EXPECT_EQ(read(plain, R"({"headers":null,"multiValueHeaders":{"authorization":["Bearer a"]}})"), "a");
  for (const char* const event :
       {"{}", "null", "[]", R"({"headers":{}})", R"({"headers":"x"})", R"({"headers":{"authorization":"t"}})",
        R"({"headers":{"authorization":"Basic t"}})", R"({"headers":{"authorization":"Bearer  t"}})",
        R"({"headers":{"authorization":"Bearer t x"}})", R"({"headers":{"authorization":"Bearer "}})",
        R"({"headers":{"authorization":" Bearer t"}})", R"({"headers":{"authorization":1}})",
        R"({"headers":{"authorization":[]}})", R"({"headers":{"authorization":[1]}})",
        R"({"headers":{"AUTHORIZATION":"Bearer t"}})"})
    EXPECT_EQ(read(plain, event), "nothing") << event;
}

TEST(token_source, takes_other_headers_as_they_are) {
  const token_source header{.header_name = "X-Token"};
  EXPECT_EQ(read(header, R"({"headers":{"X-Token":"Bearer t"}})"), "Bearer t");
  EXPECT_EQ(read(header, R"({"headers":{"X-Token":null,"x-token":"t"}})"), "t");
  EXPECT_EQ(read(header, R"({"headers":{"X-Token":"","x-token":"t"}})"), "nothing");
  EXPECT_EQ(read({.header_name = "AUTHORIZATION"}, R"({"headers":{"authorization":"Bearer t"}})"), "t");
}

TEST(token_source, finds_its_cookie) {
  const token_source cookie{.cookie_name = "jwt"};
  EXPECT_EQ(read(cookie, R"({"headers":{"Cookie":"a=1; jwt=t; b=2"}})"), "t");
  EXPECT_EQ(read(cookie, R"({"headers":{"cookie":"  jwt=\"t\""}})"), "t");
  EXPECT_EQ(read(cookie, R"({"headers":{"cookie":"jwt=a=b"}})"), "a=b");
  EXPECT_EQ(read(cookie, R"({"headers":{"cookie":"jwt=first;jwt=second"}})"), "first");
  EXPECT_EQ(read(cookie, R"({"headers":{},"cookies":["a=1","jwt=t"]})"), "t");
  for (const char* const event :
       {R"({"headers":{"cookie":"xjwt=t"}})", R"({"headers":{"cookie":"jwtx=t"}})", R"({"headers":{"cookie":"jwt"}})",
        R"({"headers":{"cookie":"jwt="}})", R"({"headers":{"cookie":";;"}})", R"({"headers":{"cookie":"jwt=\"\""}})",
        R"({"cookies":"jwt=t"})", R"({"cookies":[1]})"})
    EXPECT_EQ(read(cookie, event), "nothing") << event;
}

TEST(token_source, tries_cookie_header_and_query_in_that_order) {
  const token_source all{.cookie_name = "c", .header_name = "h", .query_string_name = "q"};
  EXPECT_EQ(read(all, R"({"headers":{"cookie":"c=1","h":"2"},"queryStringParameters":{"q":"3"}})"), "1");
  EXPECT_EQ(read(all, R"({"headers":{"cookie":"x=1","h":"2"},"queryStringParameters":{"q":"3"}})"), "2");
  EXPECT_EQ(read(all, R"({"headers":{"authorization":"Bearer t"},"queryStringParameters":{"q":"3"}})"), "3");
  EXPECT_EQ(read(all, R"({"headers":{"authorization":"Bearer t"},"queryStringParameters":null})"), "nothing");
}

}  // namespace
}  // namespace lamina
