#include "lamina/http/message.h"

#include <gtest/gtest.h>

namespace lamina::http {
namespace {

std::string head_of(const response& message, unsigned version = 11, bool keep_alive = true) {
  std::string out;
  write_head(out, message, version, keep_alive);
  return out;
}

TEST(message, headers_are_found_in_any_case_and_the_first_counts) {
  const std::vector<header> headers = {{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(find_header(headers, "CONTENT-TYPE"), "a");
  EXPECT_EQ(find_header(headers, "content"), "");
  EXPECT_TRUE(equal_ignoring_case("aZ-", "Az-"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
}

TEST(message, a_host_is_nothing_that_two_readers_could_take_for_different_ones) {
  for (const char* good : {"a", "a.b:80", "[::1]:80", ""}) EXPECT_TRUE(is_host(good)) << good;
  for (const char* bad : {"a b", "a,b", "a/b", "u@a", "a?", "a#", "a\\b", "\"a\"", "a\t"})
    EXPECT_FALSE(is_host(bad)) << bad;
}

TEST(message, a_head_is_written_in_the_order_and_spelling_given) {
  EXPECT_EQ(head_of({.status = 404, .headers = {{"x-B", "2"}, {"X-a", "1"}}, .body = "12"}),
            "HTTP/1.1 404 Not Found\r\nx-B: 2\r\nX-a: 1\r\nContent-Length: 2\r\n\r\n");
}

TEST(message, the_writer_alone_says_how_the_message_ends) {
  const response lying = {.headers = {{"content-length", "99"}, {"Transfer-Encoding", "chunked"}, {"connection", "x"}},
                          .body = "1"};
  EXPECT_EQ(head_of(lying), "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(head_of({}, 11, false), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(head_of({}, 10, true), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(head_of({.status = 204, .body = "x"}), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(head_of({.status = 304}), "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(message, nothing_in_a_header_can_end_its_line) {
  const response hostile = {.headers = {{"X", "a\r\nSet-Cookie: b"}, {"Y\r\nZ", "c"}, {"", "d"}, {"a b", "e"}},
                            .body = {}};
  EXPECT_EQ(head_of(hostile), "HTTP/1.1 200 OK\r\nX: a  Set-Cookie: b\r\nContent-Length: 0\r\n\r\n");
}

TEST(message, a_status_without_a_reason_or_out_of_range_is_still_a_line) {
  EXPECT_EQ(head_of({.status = 299}), "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(head_of({.status = 12345}).starts_with("HTTP/1.1 999 \r\n"));
}

}  // namespace
}  // namespace lamina::http
