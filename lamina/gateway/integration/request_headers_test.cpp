#include "lamina/gateway/integration/request_headers.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

json::value read(const std::vector<http::header>& headers, header_choice which = header_choice::proxy_event) {
  http::request request;
  request.headers = headers;
  std::string storage = "left over", out = "[";
  field_list fields;
  read_headers(request, {"192.0.2.7", 8080, "http", "Root=1-a-b"}, storage, fields, which);
  fields.write_maps(out, ",");
  return json::parse(out + "]");
}

TEST(request_headers, keep_their_spelling_and_repeats) {
  const auto maps = read({{"tEsT", "a"}, {"tEsT", "b, c"}, {"cookie", "x=1; y=2"}});
  EXPECT_EQ(maps.at(0).at("tEsT"), "b, c");
  EXPECT_EQ(maps.at(1).at("tEsT"), json::parse(R"(["a","b, c"])"));
  EXPECT_EQ(maps.at(0).at("cookie"), "x=1; y=2");
}

TEST(request_headers, some_are_spelt_canonically) {
  const auto single = read({{"aUThorization", "t"}, {"host", "h"}, {"user-agent", "u"}, {"content-type", "c"}}).at(0);
  EXPECT_EQ(single.at("Authorization"), "t");
  EXPECT_EQ(single.at("Host"), "h");
  EXPECT_EQ(single.at("User-Agent"), "u");
  EXPECT_EQ(single.at("content-type"), "c");
}

TEST(request_headers, hop_by_hop_headers_are_not_delivered) {
  const auto single = read({{"connection", "close"},
                            {"CONTENT-length", "3"},
                            {"Content-MD5", "x"},
                            {"Expect", "x"},
                            {"Max-Forwards", "1"},
                            {"Proxy-Authenticate", "x"},
                            {"Server", "x"},
                            {"te", "x"},
                            {"Trailer", "x"},
                            {"Transfer-Encoding", "x"},
                            {"Upgrade", "x"},
                            {"WWW-Authenticate", "x"},
                            {"x-http-method-override", "PUT"},
                            {"Via", "kept"}})
                          .at(0);
  EXPECT_EQ(single.as_object().size(), 5U) << json::serialize(single);
  EXPECT_EQ(single.at("Via"), "kept");
}

TEST(request_headers, the_gateway_says_where_a_request_came_from) {
  const auto maps = read({{"x-forwarded-for", "10.0.0.1"},
                          {"X-Forwarded-For", "10.0.0.2"},
                          {"x-forwarded-proto", "https"},
                          {"X-Forwarded-Port", "1"},
                          {"X-AMZN-trace-id", "mine"}});
  EXPECT_EQ(maps.at(0),
            json::parse(R"({"X-Amzn-Trace-Id":"Root=1-a-b","X-Forwarded-For":"10.0.0.1, 10.0.0.2, 192.0.2.7",
                                        "X-Forwarded-Port":"8080","X-Forwarded-Proto":"http"})"));
  EXPECT_EQ(maps.at(1).at("X-Forwarded-For").as_array().size(), 1U);
}

TEST(request_headers, all_of_them_are_delivered_where_that_is_asked_for) {
  const auto single =
      read({{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"x-forwarded-proto", "https"}}, header_choice::all)
          .at(0);
  EXPECT_EQ(single.at("Connection"), "Upgrade");
  EXPECT_EQ(single.at("Upgrade"), "websocket");
  EXPECT_EQ(single.at("content-length"), "0");
  EXPECT_EQ(single.at("X-Forwarded-Proto"), "http");
  const auto counted = read({{"Content-Length", "3"}}, header_choice::all).at(0);
  EXPECT_EQ(counted.at("Content-Length"), "3");
  EXPECT_FALSE(counted.as_object().contains("content-length"));
}

TEST(request_headers, value_bytes_count_values_alone) {
  const std::vector<http::header> headers = {{"a", "12345"}, {"bcdef", ""}, {"a", "6"}};
  http::request request;
  request.headers = headers;
  EXPECT_EQ(header_value_bytes(request), 6U);
}

TEST(domain_name, is_the_host_without_the_port) {
  EXPECT_EQ(domain_name("api.example.com"), "api.example.com");
  EXPECT_EQ(domain_name("api.example.com:8080"), "api.example.com");
  EXPECT_EQ(domain_name("[::1]:3000"), "[::1]");
  EXPECT_EQ(domain_name("[::1]"), "[::1]");
  EXPECT_EQ(domain_name(""), "");
}

TEST(request_headers, the_last_of_repeats_is_found) {
  const std::vector<http::header> sent = {{"X", "1"}, {"x", "2"}, {"y", "3"}};
  http::request request;
  request.headers = sent;
  EXPECT_EQ(last_header(request, "X"), "2");
  EXPECT_EQ(last_header(request, "z").data(), nullptr);
}

}  // namespace
}  // namespace lamina::gateway
