#include "lamina/http/response_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace lamina::http {
namespace {

using state = response_reader::state;

state give(response_reader& reader, std::string_view bytes, std::size_t piece = 1'000'000) {
  state last = reader.advance();
  while (!bytes.empty()) {
    const auto room = reader.room();
    const std::size_t count = std::min({bytes.size(), room.size(), piece});
    std::memcpy(room.data(), bytes.data(), count);
    reader.commit(count);
    bytes.remove_prefix(count);
    last = reader.advance();
  }
  return last;
}

TEST(response_reader, reads_counted_responses_in_any_pieces_one_after_the_other) {
  for (const std::size_t piece : {1u, 2u, 7u, 1000u}) {
    response_reader reader;
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(give(reader, "HTTP/1.1 202 Accepted\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello", piece), state::ready);
      EXPECT_EQ(reader.message().status, 202);
      EXPECT_EQ(reader.message().find("x-a"), "b");
      EXPECT_EQ(reader.message().body, "hello");
      EXPECT_TRUE(reader.keep_alive());
      reader.consume();
      EXPECT_EQ(reader.advance(), state::waiting);
    }
  }
}

TEST(response_reader, reads_chunked_bodies_in_any_pieces) {
  for (const std::size_t piece : {1u, 2u, 7u, 1000u}) {
    response_reader reader;
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(
          give(reader,
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX: y\r\n\r\n",
               piece),
          state::ready);
      EXPECT_EQ(reader.message().body, "hello");
      EXPECT_EQ(reader.message().headers.size(), 1u);
      reader.consume();
      ASSERT_EQ(give(reader, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", piece), state::ready);
      EXPECT_EQ(reader.message().body, "");
      reader.consume();
    }
  }
}

TEST(response_reader, a_body_without_a_length_ends_with_the_connection) {
  response_reader reader;
  EXPECT_EQ(give(reader, "HTTP/1.0 200 OK\r\n\r\nall of it", 4), state::partial);
  EXPECT_EQ(reader.end_of_input(), state::ready);
  EXPECT_EQ(reader.message().body, "all of it");
  EXPECT_FALSE(reader.keep_alive());
}

TEST(response_reader, skips_interim_responses) {
  response_reader reader;
  EXPECT_EQ(
      give(reader, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
      state::ready);
  EXPECT_EQ(reader.message().status, 204);
  EXPECT_TRUE(reader.message().headers.empty());
}

TEST(response_reader, an_answer_to_head_ends_with_its_headers) {
  response_reader reader;
  reader.expect_no_body(true);
  for (const std::string_view line : {"Content-Length: 5", "Transfer-Encoding: chunked", "X: y"}) {
    EXPECT_EQ(give(reader, "HTTP/1.1 200 OK\r\n" + std::string(line) + "\r\n\r\n", 3), state::ready) << line;
    EXPECT_EQ(reader.message().body, "");
    reader.consume();
  }
  reader.expect_no_body(false);
  EXPECT_EQ(give(reader, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), state::partial);
}

TEST(response_reader, an_early_end_is_a_failure) {
  for (const std::string_view bytes : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                                       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"}) {
    response_reader reader;
    EXPECT_NE(give(reader, bytes), state::failed) << bytes;
    EXPECT_EQ(reader.end_of_input(), state::failed) << bytes;
  }
}

TEST(response_reader, refuses_what_is_no_http_and_what_is_too_long) {
  response_reader garbage;
  EXPECT_EQ(give(garbage, "SSH-2.0-x\r\n\r\n"), state::failed);
  response_reader no_status;
  EXPECT_EQ(give(no_status, "HTTP/1.1 020 OK\r\nContent-Length: 3\r\n\r\nab"), state::failed);
  response_reader long_head(100);
  EXPECT_EQ(give(long_head, "HTTP/1.1 200 OK\r\nX: " + std::string(200, 'x')), state::failed);
  response_reader long_body(1000, 10);
  EXPECT_EQ(give(long_body, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"), state::failed);
  response_reader long_chunks(1000, 10);
  EXPECT_EQ(give(long_chunks, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n"),
            state::failed);
  response_reader folded;
  EXPECT_EQ(give(folded, "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"), state::failed);
}

}  // namespace
}  // namespace lamina::http
