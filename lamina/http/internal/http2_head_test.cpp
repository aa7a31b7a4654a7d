#include "lamina/http/internal/http2_head.h"

#include <gmock/gmock.h>

namespace lamina::http {
namespace {

using ::testing::ElementsAre;

using list = std::vector<std::pair<std::string_view, std::string_view>>;

// The status a request is refused with; 0: it is taken; -1: malformed.
int outcome(const list& fields, std::size_t max_bytes = 1000) {
  http2_request_head head(max_bytes);
  for (const auto& [name, value] : fields) head.add(name, value);
  const int status = head.finish(100);
  return head.is_malformed() ? -1 : status;
}

list plain(list more) {
  list all = {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "x"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<std::string> seen(const request& message) {
  std::vector<std::string> all = {std::string(message.method).append(" ").append(message.target)};
  for (const header& one : message.headers) all.push_back(std::string(one.name).append(": ").append(one.value));
  return all;
}

TEST(http2_request_head, authority_is_the_first_header_and_cookies_are_one) {
  http2_request_head head(1000);
  for (const auto& [name, value] : plain({{"cookie", "a"}, {"x", ""}, {"cookie", "b"}})) head.add(name, value);
  EXPECT_EQ(head.finish(0), 0);
  EXPECT_THAT(seen(head.message()), ElementsAre("GET /", "host: x", "x: ", "cookie: a; b"));
  EXPECT_EQ(head.message().version, 20u);
}

TEST(http2_request_head, a_host_stands_in_for_the_authority_and_must_not_differ) {
  EXPECT_EQ(outcome({{":method", "GET"}, {":path", "/"}, {"host", "x"}}), 0);
  EXPECT_EQ(outcome(plain({{"host", "X"}})), 0);
  EXPECT_EQ(outcome(plain({{"host", "y"}})), -1);
  EXPECT_EQ(outcome(plain({{"host", "x"}, {"host", "x"}})), -1);
  EXPECT_EQ(outcome({{":method", "GET"}, {":path", "/"}}), 400);
  EXPECT_EQ(outcome({{":method", "GET"}, {":path", "/"}, {":authority", ""}}), 400);
  EXPECT_EQ(outcome({{":method", "GET"}, {":path", "/"}, {":authority", "user@x"}}), 400);  // RFC 9113, 8.3.1
  EXPECT_EQ(outcome({{":method", "GET"}, {":path", "/"}, {"host", "a,b"}}), 400);
}

TEST(http2_request_head, connect_has_no_target_and_is_refused) {
  EXPECT_EQ(outcome({{":method", "CONNECT"}, {":authority", "x:443"}}), 400);
}

TEST(http2_request_head, what_is_too_large_is_refused) {
  EXPECT_EQ(outcome(plain({{"x", std::string(700, 'x')}})), 0);
  EXPECT_EQ(outcome(plain({{"x", std::string(1000, 'x')}})), 431);
  EXPECT_EQ(outcome(plain(list(40, {"x", "y"}))), 431);  // each counts for 32 bytes more
  EXPECT_EQ(outcome(plain({{"content-length", "100"}})), 0);
  EXPECT_EQ(outcome(plain({{"content-length", "101"}})), 413);
  EXPECT_EQ(outcome(plain({{"content-length", "99999999999999999999999"}})), 413);
}

TEST(http2_request_head, of_expectations_one_is_met) {
  http2_request_head head(1000);
  for (const auto& [name, value] : plain({{"expect", "100-Continue"}})) head.add(name, value);
  EXPECT_EQ(head.finish(0), 0);
  EXPECT_TRUE(head.expects_continue());
  EXPECT_EQ(outcome(plain({{"expect", "wonders"}})), 417);
}

TEST(http2_request_head, a_request_of_http1_loses_what_was_about_its_connection) {
  http2_request_head head(1000);
  head.add(":method", "GET");
  head.add(":path", "/");
  for (const auto& [name, value] : list{{"Host", "x"}, {"Connection", "a"}, {"Upgrade", "h2c"}, {"X-A", "1"}})
    head.add_http1(name, value);
  EXPECT_EQ(head.finish(0), 0);
  EXPECT_THAT(seen(head.message()), ElementsAre("GET /", "host: x", "x-a: 1"));
}

std::vector<std::string> seen(http2_answer& answer) {
  std::vector<std::string> all;
  for (const nghttp2_nv& one : answer.fields())
    all.push_back(std::string(reinterpret_cast<const char*>(one.name), one.namelen)
                      .append(": ")
                      .append(reinterpret_cast<const char*>(one.value), one.valuelen));
  return all;
}

TEST(http2_answer, is_read_from_what_http1_would_send) {
  http2_answer answer("HTTP/1.1 404 Not Found\r\nX-One:  1 \r\nTransfer-Encoding: chunked\r\nTwo:2\r\n\r\nbody\r\n",
                      false);
  EXPECT_THAT(seen(answer), ElementsAre(":status: 404", "x-one: 1", "two: 2"));
  EXPECT_EQ(answer.rest(), "body\r\n");
  char room[4];
  EXPECT_EQ(answer.take(room, 4), 4u);
  EXPECT_EQ(std::string_view(room, 4), "body");
  EXPECT_EQ(answer.rest(), "\r\n");
  EXPECT_EQ(answer.take(room, 4), 2u);
  EXPECT_EQ(answer.take(room, 4), 0u);
}

TEST(http2_answer, without_a_body_nothing_follows) {
  http2_answer head("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", true);
  EXPECT_THAT(seen(head), ElementsAre(":status: 200", "content-length: 4"));
  EXPECT_EQ(head.rest(), "");
}

TEST(http2_answer, of_something_else_is_an_error_not_a_crash) {
  for (const char* bytes : {"", "x", "HTTP/1.1 2", "HTTP/1.1", "\r\n\r\n"}) {
    http2_answer answer(bytes, false);
    EXPECT_THAT(seen(answer), ElementsAre(":status: 500")) << bytes;
  }
}

}  // namespace
}  // namespace lamina::http
