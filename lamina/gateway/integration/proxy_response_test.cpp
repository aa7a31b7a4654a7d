#include "lamina/gateway/integration/proxy_response.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

// "status|name: value|...|body", or what is wrong.
std::string read(std::string_view payload) {
  std::string storage = "left over";
  const auto response = read_proxy_response(payload, storage);
  if (!response) return response.error().message;
  std::string out = std::to_string(response->status);
  for (const auto& [name, value] : response->headers) out.append("|").append(name).append(": ").append(value);
  return out.append("|").append(response->body).append(response->is_base64 ? " (base64)" : "");
}

bool is_malformed(std::string_view payload) { return read(payload).starts_with("malformed Lambda proxy response: "); }

TEST(proxy_response, nothing_is_mandatory) {
  EXPECT_EQ(read("{}"), "200|");
  EXPECT_EQ(read(R"({"headers":{"a":"b"}})"), "200|a: b|");
  EXPECT_EQ(read(R"({"statusCode":null,"headers":null,"multiValueHeaders":null,"body":null,"isBase64Encoded":null})"),
            "200|");
}

TEST(proxy_response, the_status_may_be_a_numeric_string) {
  EXPECT_EQ(read(R"({"statusCode":"201"})"), "201|");
  EXPECT_EQ(read(R"({"statusCode":404})"), "404|");
}

TEST(proxy_response, the_body_is_unescaped_and_otherwise_untouched) {
  EXPECT_EQ(read(R"({"body":"{\"a\": 1}\n","statusCode":200})"), "200|{\"a\": 1}\n");
  EXPECT_EQ(read(R"({"body":"aGk=","isBase64Encoded":true})"), "200|aGk= (base64)");
}

TEST(proxy_response, header_values_become_text) {
  EXPECT_EQ(read(R"({"headers":{"flag":true,"age":3600,"none":null,"\u0061":"\u00e9"}})"),
            "200|flag: true|age: 3600|a: \xC3\xA9|");
}

TEST(proxy_response, the_two_header_maps_are_merged) {
  EXPECT_EQ(read(R"({"headers":{"test-multi":"solo","X":"1"},"multiValueHeaders":{"tesT-Multi":["multi"]}})"),
            "200|tesT-Multi: multi|tesT-Multi: solo|X: 1|");
  EXPECT_EQ(read(R"({"multiValueHeaders":{"a":["1","2"]},"headers":{"A":"2"}})"), "200|a: 1|a: 2|");
  EXPECT_EQ(read(R"({"multiValueHeaders":{"a":[]}})"), "200|");
}

TEST(proxy_response, the_last_of_repeated_keys_counts) {
  EXPECT_EQ(
      read(R"({"statusCode":201,"headers":{"a":"1"},"body":"x","statusCode":202,"headers":{"b":"2"},"body":"y"})"),
      "202|b: 2|y");
}

TEST(proxy_response, reserved_headers_go_out_under_another_name) {
  EXPECT_EQ(read(R"({"headers":{"www-authenticate":"Basic","Date":"today","transfer-encoding":"chunked","Via":"x"}})"),
            "200|x-amzn-Remapped-WWW-Authenticate: Basic|x-amzn-Remapped-Date: today|Via: x|");
}

TEST(proxy_response, anything_else_is_malformed) {
  for (const std::string_view payload : {"",
                                         " ",
                                         "null",
                                         "42",
                                         "true",
                                         "\"text\"",
                                         "[]",
                                         R"(["a"])",
                                         "{",
                                         R"({"statusCode":200)",
                                         R"({"statusCode":200}x)",
                                         "{}{}",
                                         R"({"wrongValue":"value"})",
                                         R"({"statuscode":200})",
                                         R"({"statusCode":"test"})",
                                         R"({"statusCode":""})",
                                         R"({"statusCode":200.5})",
                                         R"({"statusCode":199})",
                                         R"({"statusCode":600})",
                                         R"({"statusCode":-200})",
                                         R"({"statusCode":99999999999})",
                                         R"({"statusCode":true})",
                                         R"({"statusCode":{}})",
                                         R"({"statusCode":"200)",
                                         R"({"body":{}})",
                                         R"({"body":1})",
                                         R"({"body":true})",
                                         R"({"headers":[]})",
                                         R"({"headers":"x"})",
                                         R"({"headers":{"a":{}}})",
                                         R"({"headers":{"a":["b"]}})",
                                         R"({"multiValueHeaders":{"a":"b"}})",
                                         R"({"multiValueHeaders":{"a":[["b"]]}})",
                                         R"({"multiValueHeaders":{"a":null}})",
                                         R"({"isBase64Encoded":"yes"})",
                                         R"({"isBase64Encoded":1})",
                                         R"({"headers":{"a b":"c"}})",
                                         R"({"headers":{"":"c"}})",
                                         R"({"headers":{"a":"b\r\nSet-Cookie: c"}})",
                                         R"({"headers":{"a":"\u0000"}})",
                                         R"({"headers":{"a\r\nb":"c"}})"})
    EXPECT_TRUE(is_malformed(payload)) << payload;
}

TEST(proxy_response, too_many_header_lines_are_malformed) {
  std::string headers;
  for (int i = 0; i < 1000; ++i) headers += (i == 0 ? "\"h" : ",\"h") + std::to_string(i) + "\":\"x\"";
  EXPECT_FALSE(is_malformed(R"({"headers":{)" + headers + "}}"));
  EXPECT_TRUE(is_malformed(R"({"headers":{)" + headers + R"(,"more":"x"}})"));
}

TEST(proxy_response, says_what_is_wrong) {
  EXPECT_EQ(read(R"({"wrongValue":1})"), "malformed Lambda proxy response: unknown key \"wrongValue\"");
  EXPECT_EQ(read(R"({"body":1})"), "malformed Lambda proxy response: body: expected a string");
}

TEST(streamed_response, may_have_cookies) {
  std::string storage;
  const std::string_view payload = R"({"statusCode":201,"cookies":["a=1","b=2"],"headers":{"X":"y"},"body":"z"})";
  const auto read = read_streamed_response(payload, storage);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->status, 201);
  EXPECT_EQ(read->body, "z");
  const std::vector<std::pair<std::string_view, std::string_view>> lines = {
      {"X", "y"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}};
  EXPECT_EQ(read->headers, lines);
  EXPECT_FALSE(read_proxy_response(payload, storage));
  for (const char* wrong : {R"({"cookies":"a=1"})", R"({"cookies":[{}]})", R"({"cookies":["a\r\nb"]})", R"({"x":1})"})
    EXPECT_FALSE(read_streamed_response(wrong, storage)) << wrong;
  EXPECT_TRUE(read_streamed_response(R"({"cookies":null})", storage));
}

}  // namespace
}  // namespace lamina::gateway
