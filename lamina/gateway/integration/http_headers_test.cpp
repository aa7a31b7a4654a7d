#include "lamina/gateway/integration/http_headers.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

struct seen {
  json::object headers;
  std::vector<std::string> cookies;
};

seen read(std::vector<http::header> sent, cookie_choice choice = cookie_choice::moved, std::string_view body = "") {
  http::request request;
  request.headers = sent;
  request.body = body;
  std::string storage = "left over", out;
  field_list fields;
  std::vector<std::string_view> cookies = {"left over"};
  read_http_headers(request, {"192.0.2.1", 443, "https", "Root=1-a-b"}, choice, storage, fields, cookies);
  fields.write_joined_map(out);
  return {json::parse(out).as_object(), {cookies.begin(), cookies.end()}};
}

TEST(http_headers, a_request_without_headers_gets_those_of_the_gateway) {
  EXPECT_EQ(json::value(read({}).headers),
            json::parse(R"({"content-length":"0","x-amzn-trace-id":"Root=1-a-b","x-forwarded-for":"192.0.2.1",
                            "x-forwarded-port":"443","x-forwarded-proto":"https"})"));
}

TEST(http_headers, names_are_in_lower_case_and_repeats_are_joined) {
  const auto got = read({{"Mixed-CASE", "a"}, {"x", "1"}, {"mixed-case", "b, c"}, {"X", "2"}}).headers;
  EXPECT_EQ(got.at("mixed-case"), "a,b, c");
  EXPECT_EQ(got.at("x"), "1,2");
  EXPECT_EQ(got.size(), 7U);
}

TEST(http_headers, the_gateway_overrides_what_a_client_claims) {
  const auto got = read({{"X-Forwarded-For", "10.0.0.1"},
                         {"X-Forwarded-Proto", "ftp"},
                         {"X-FORWARDED-PORT", "1"},
                         {"x-forwarded-for", "10.0.0.2"},
                         {"X-Amzn-Trace-Id", "x"}},
                        cookie_choice::moved, "abc")
                       .headers;
  EXPECT_EQ(got.at("x-forwarded-for"), "10.0.0.1, 10.0.0.2, 192.0.2.1");
  EXPECT_EQ(got.at("x-forwarded-proto"), "https");
  EXPECT_EQ(got.at("x-forwarded-port"), "443");
  EXPECT_EQ(got.at("content-length"), "3");
}

TEST(http_headers, hop_by_hop_headers_are_left_out) {
  for (const std::string_view name :
       {"Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Connection"})
    EXPECT_EQ(read({{name, "x"}}).headers.size(), 5U) << name;
}

TEST(http_headers, cookies_are_moved_copied_or_left) {
  const std::vector<http::header> sent = {{"Cookie", " a=1; b=2;c=\"x y\" ;; "}, {"cookie", "d"}};
  const std::vector<std::string> cookies = {"a=1", "b=2", "c=\"x y\"", "d"};
  const auto moved = read(sent), copied = read(sent, cookie_choice::copied), left = read(sent, cookie_choice::left);
  EXPECT_EQ(moved.cookies, cookies);
  EXPECT_FALSE(moved.headers.contains("cookie"));
  EXPECT_EQ(copied.cookies, cookies);
  EXPECT_EQ(copied.headers.at("cookie"), " a=1; b=2;c=\"x y\" ;; ,d");
  EXPECT_TRUE(left.cookies.empty());
  EXPECT_EQ(left.headers.at("cookie"), " a=1; b=2;c=\"x y\" ;; ,d");
}

TEST(http_headers, text_types_are_text_json_xml_and_javascript) {
  for (const std::string_view type :
       {"text/plain", "TEXT/html; charset=utf-8", "application/json", "Application/JSON;x", "application/xml",
        "application/javascript", "application/x-javascript", "application/problem+json", "image/svg+xml"})
    EXPECT_TRUE(is_text_type(type)) << type;
  for (const std::string_view type : {"", "text", "/", "application/x-www-form-urlencoded", "multipart/form-data; x=y",
                                      "application/octet-stream", "image/png", "application/jsonp", "json"})
    EXPECT_FALSE(is_text_type(type)) << type;
}

}  // namespace
}  // namespace lamina::gateway
