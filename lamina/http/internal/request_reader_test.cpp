#include "lamina/http/internal/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <sstream>

namespace lamina::http {
namespace {

using state = request_reader::state;

state give(request_reader& reader, std::string_view bytes, std::size_t piece = 1'000'000) {
  state last = reader.advance();
  while (!bytes.empty() && last != state::ready && last != state::failed) {
    const auto room = reader.room();
    const std::size_t count = std::min({bytes.size(), room.size(), piece});
    std::memcpy(room.data(), bytes.data(), count);
    reader.commit(count);
    bytes.remove_prefix(count);
    last = reader.advance();
  }
  return last;
}

// "METHOD target version|name=value|...|body", or the status of the refusal, or "more".
std::string read(std::string_view bytes, std::size_t piece = 1'000'000) {
  request_reader reader(2000, 100);
  const state at = give(reader, bytes, piece);
  if (at == state::failed) return std::to_string(reader.failure_status());
  if (at != state::ready) return "more";
  const request& message = reader.message();
  std::ostringstream out;
  out << message.method << ' ' << message.target << ' ' << message.version;
  for (const header& one : message.headers) out << '|' << one.name << '=' << one.value;
  out << '|' << message.body;
  return out.str();
}

struct sample {
  std::string_view bytes;
  std::string_view expected;
};

class request_shapes : public ::testing::TestWithParam<sample> {};

// What two readers could understand differently, and what a server must take: RFC 9112.
TEST_P(request_shapes, are_read_or_refused_however_they_come_in) {
  for (const std::size_t piece : {1'000'000u, 1u, 3u}) EXPECT_EQ(read(GetParam().bytes, piece), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    accepted, request_shapes,
    ::testing::Values(
        sample{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / 11|Host=x|"},
        sample{"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / 11|Host=x|"},
        sample{"GET / HTTP/1.0\r\n\r\n", "GET / 10|"},
        sample{"M-SEARCH * HTTP/1.1\r\nhOST:x\r\n\r\n", "M-SEARCH * 11|hOST=x|"},
        sample{"GET http://h/a?b HTTP/1.1\r\nA: b\r\nhost: \t x \t \r\n\r\n", "GET http://h/a?b 11|A=b|host=h|"},
        sample{"GET HTTPS://h:443?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET HTTPS://h:443?b 11|Host=h:443|"},
        sample{"GET http://[::1]:8 HTTP/1.0\r\n\r\n", "GET http://[::1]:8 10|Host=[::1]:8|"},
        sample{"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * 11|Host=x|"},
        sample{"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
               "POST / 10|Expect=100-continue|Content-Length=1|a"},
        sample{"GET /?a=\"{}|^[]`\\\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /?a=\"{}|^[]`\\\xc3\xa9 11|Host=x|"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nE:\r\nB: caf\xc3\xa9 \xff\r\n\r\n",
               "GET / 11|Host=x|E=|B=caf\xc3\xa9 \xff|"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na\r\n",
               "POST / 11|Host=x|Content-Length=3|a\r\n"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "POST / 11|Host=x|Content-Length=0|"},
        sample{
            "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0a\r\n0123456789\r\n00\r\n\r\n",
            "GET / 11|Host=x|Transfer-Encoding=Chunked|ab0123456789"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
               "GET / 11|Host=x|Transfer-Encoding=chunked|"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               "1;ext=\"q\"\r\na\r\n0\r\nContent-Type: z\r\n\r\n",
               "GET / 11|Host=x|Transfer-Encoding=chunked|a"}));

INSTANTIATE_TEST_SUITE_P(
    lengths, request_shapes,
    ::testing::Values(
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3 4\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n", "413"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999999\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, x\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
        sample{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400"}));

INSTANTIATE_TEST_SUITE_P(targets, request_shapes,
                         ::testing::Values(sample{"CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", "501"},
                                           sample{"GET x:443 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET ?a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET http:// HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET http://a@b/ HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
                                           sample{"GET http://h/ HTTP/1.1\r\n\r\n", "400"},
                                           sample{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"},
                                           sample{"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", "400"},
                                           sample{"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"},
                                           sample{"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "400"}));

INSTANTIATE_TEST_SUITE_P(
    chunks, request_shapes,
    ::testing::Values(
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nab", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\na\r\n0\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\na\n0\n\n\n", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\na", "400"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\na", "413"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", "more"}));

INSTANTIATE_TEST_SUITE_P(
    lines, request_shapes,
    ::testing::Values(
        sample{"GET / HTTP/1.1\nHost: x\n\n", "400"}, sample{"GET / HTTP/1.1\r\nHost: x\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\tc\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\n Host: x\r\n\r\n", "400"}, sample{"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\n: c\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "400"},
        sample{{"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 36}, "400"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"}, sample{"GET / HTTP/1.1\r\n\r\n", "400"},
        sample{"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400"}, sample{"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        sample{"GET / HTTP/1.1 \r\nHost: x\r\n\r\n", "400"}, sample{"G@T / HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        sample{" GET / HTTP/1.1\r\nHost: x\r\n\r\n", "400"}, sample{"GET / HTTQ/1.1\r\nHost: x\r\n\r\n", "400"},
        sample{"GET /\r\nHost: x\r\n\r\n", "400"}, sample{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        sample{"GET / HTTP/0.9\r\n\r\n", "505"},
        sample{"POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\n", "417"},
        sample{"GET / HTTP/1.1\r\nHost: x\r\nCookie", "more"}, sample{"", "more"}, sample{"\r", "more"},
        // Not even the beginning of a request, for one the first bytes of TLS: not waited for.
        sample{"\x16\x03\x01", "400"}, sample{" ", "400"}, sample{"\n", "400"}, sample{"\r\n{", "400"}));

TEST(request_reader, a_head_beyond_the_limit_is_refused_whole_or_not) {
  EXPECT_EQ(read("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(2000, 'a') + "\r\n\r\n"), "431");
  EXPECT_EQ(read("GET /" + std::string(2000, 'a'), 7), "431");
  std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 600; ++i) many += "a:\r\n";
  EXPECT_EQ(read(many, 1), "431");
}

TEST(request_reader, trailers_without_an_end_are_refused) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  EXPECT_EQ(read(head + std::string(3000, 'a')), "431");
  EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(3000, 'a')), "431");
}

TEST(request_reader, chunks_may_say_little_beside_their_sizes) {
  std::string bytes = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string chunk = "1;" + std::string(500, 'x') + "\r\na\r\n";
  for (int i = 0; i < 3; ++i) bytes += chunk;
  EXPECT_TRUE(read(bytes + "0\r\n\r\n", 700).ends_with("|aaa"));
  EXPECT_EQ(read(bytes + chunk + "0\r\n\r\n", 700), "431");
  EXPECT_EQ(read(bytes + chunk + "0\r\n\r\n"), "431");
}

TEST(request_reader, one_request_follows_the_other_through_one_buffer) {
  request_reader reader(2000, 100'000);
  std::string stream;
  for (int i = 0; i < 50; ++i) {
    const std::string body(static_cast<std::size_t>(i * 997 % 5000), static_cast<char>('a' + i % 26));
    stream += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n";
    if (i % 3 == 0) {
      stream += "Transfer-Encoding: chunked\r\n\r\n";
      if (!body.empty()) {
        std::ostringstream size;
        size << std::hex << body.size();
        stream += size.str() + "\r\n" + body + "\r\n";
      }
      stream += "0\r\n\r\n";
    } else {
      stream += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
  }
  int seen = 0;
  for (std::size_t at = 0; at < stream.size() || reader.advance() == state::ready;) {
    if (reader.advance() == state::ready) {
      EXPECT_EQ(reader.message().target, "/" + std::to_string(seen));
      EXPECT_EQ(reader.message().body.size(), static_cast<std::size_t>(seen * 997 % 5000));
      EXPECT_TRUE(reader.keep_alive());
      ++seen;
      reader.consume();
      continue;
    }
    ASSERT_NE(reader.current(), state::failed);
    const auto room = reader.room();
    const std::size_t count = std::min({room.size(), stream.size() - at, std::size_t{1 + at % 700}});
    std::memcpy(room.data(), stream.data() + at, count);
    reader.commit(count);
    at += count;
  }
  EXPECT_EQ(seen, 50);
  EXPECT_EQ(reader.current(), state::idle);
}

TEST(request_reader, a_promise_of_a_large_body_alone_takes_no_memory) {
  request_reader reader(2000, 10'000'000);
  give(reader, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
  EXPECT_EQ(reader.current(), state::body);
  EXPECT_LE(reader.room().size(), 64u * 1024);
}

TEST(request_reader, what_follows_the_request_can_be_taken_along) {
  request_reader reader(2000, 100);
  const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: y\r\n\r\nrest";
  EXPECT_EQ(give(reader, bytes), state::ready);
  EXPECT_EQ(reader.unread(), "rest");
}

}  // namespace
}  // namespace lamina::http
