// Clients that break the rules of HTTP/2, by section of RFC 9113: the connection ends with a GOAWAY, or one stream with
// a RST_STREAM, and other streams and connections go on.
#include <gtest/gtest.h>

#include <functional>

#include "lamina/http/http2.h"
#include "lamina/http/internal/http2_client.h"
#include "lamina/http/internal/running_server.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::http {
namespace {

using fields = http2_client::fields;
using act = std::function<void(http2_client&)>;

class http2_violations : public ::testing::Test {
 protected:
  // What the connection ends with: the code of a GOAWAY.
  std::optional<std::uint32_t> goaway(const act& broken) {
    http2_client client(running.port());
    client.say_hello();
    broken(client);
    client.shutdown_sending();
    return client.read_goaway();
  }
  // What the stream 1 ends with, while another is answered.
  std::optional<std::uint32_t> reset(const act& broken) {
    http2_client client(running.port());
    client.say_hello();
    broken(client);
    const auto code = client.read_response(1).reset;
    client.send_head(11, http2_client::get("/next"));
    EXPECT_EQ(client.read_response(11).body, "GET /next ");
    return code;
  }
  std::optional<std::uint32_t> reset_of(const fields& head) {
    return reset([&](http2_client& client) { client.send_head(1, head); });
  }
  // A good request with one field more.
  std::optional<std::uint32_t> reset_with(const std::string& name, const std::string& value) {
    fields head = http2_client::get();
    head.emplace_back(name, value);
    return reset_of(head);
  }

  running_server running{{.http2 = http2()}};
};

const std::optional<std::uint32_t> protocol_error{NGHTTP2_PROTOCOL_ERROR};
const std::optional<std::uint32_t> frame_size_error{NGHTTP2_FRAME_SIZE_ERROR};
const std::optional<std::uint32_t> compression_error{NGHTTP2_COMPRESSION_ERROR};
const std::optional<std::uint32_t> flow_control_error{NGHTTP2_FLOW_CONTROL_ERROR};

// 3.4
TEST_F(http2_violations, a_preface_that_is_none) {
  testing::raw_http_client client(running.port());
  client.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
  client.read_to_end();
  testing::raw_http_client without_settings(running.port());
  without_settings.send(std::string(NGHTTP2_CLIENT_MAGIC) + http2_client::frame(NGHTTP2_PING, 0, 0, "12345678"));
  without_settings.shutdown_sending();
  without_settings.read_to_end();
}

// 4.2
TEST_F(http2_violations, frames_that_are_too_large_or_of_the_wrong_size) {
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_head(1, http2_client::get(), false);
              c.send_frame(NGHTTP2_DATA, 0, 1, std::string(16'385, 'x'));
            }),
            frame_size_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_PING, 0, 0, "1234567"); }), frame_size_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_SETTINGS, 0, 0, "12345"); }), frame_size_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0, "123456"); }),
            frame_size_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_WINDOW_UPDATE, 0, 0, "123"); }), frame_size_error);
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_head(1, http2_client::get(), false);
              c.send_frame(NGHTTP2_RST_STREAM, 0, 1, "123");
            }),
            frame_size_error);
}

// 4.3
TEST_F(http2_violations, a_head_that_cannot_be_decompressed) {
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 1,
                           "\xff\xff\xff\xff\xff");
            }),
            compression_error);
  EXPECT_EQ(goaway([](http2_client& c) {  // an index that does not exist
              c.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 1, "\xfe");
            }),
            compression_error);
}

// 5.1
TEST_F(http2_violations, frames_on_streams_that_are_idle_or_closed) {
  for (const std::uint8_t type : {NGHTTP2_DATA, NGHTTP2_RST_STREAM, NGHTTP2_WINDOW_UPDATE})
    EXPECT_EQ(goaway([type](http2_client& c) { c.send_frame(type, 0, 5, std::string("\0\0\0\1", 4)); }), protocol_error)
        << int{type};
  // On one that has been answered, what comes is left alone.
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, http2_client::get());
  client.read_response(1);
  client.send_head(1, http2_client::get("/again"));
  client.send_data(1, "late");
  client.send_head(3, http2_client::get("/three"));
  EXPECT_EQ(client.read_response(3).body, "GET /three ");
}

// 5.1.1
TEST_F(http2_violations, numbers_of_streams_that_are_even_or_go_back) {
  EXPECT_EQ(goaway([](http2_client& c) { c.send_head(2, http2_client::get()); }), protocol_error);
  // Those that were left out are closed; nghttp2 does not look at what comes on them.
  http2_client client(running.port());
  client.say_hello();
  client.send_head(5, http2_client::get("/five"));
  client.send_head(3, http2_client::get("/three"));
  client.send_head(7, http2_client::get("/seven"));
  EXPECT_EQ(client.read_response(5).body, "GET /five ");
  EXPECT_EQ(client.read_response(7).body, "GET /seven ");
}

// 6.1 to 6.10
TEST_F(http2_violations, frames_where_they_do_not_belong) {
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_DATA, 0, 0, "x"); }), protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 0, "\x82"); }),
            protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_RST_STREAM, 0, 0, "1234"); }), protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_SETTINGS, 0, 1); }), protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_PING, 0, 1, "12345678"); }), protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_GOAWAY, 0, 1, "12345678"); }), protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_PUSH_PROMISE, 4, 1, std::string("\0\0\0\2\x82", 5)); }),
            protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_CONTINUATION, 4, 1, "\x82"); }), protocol_error);
}

// 6.2, 6.10
TEST_F(http2_violations, a_head_that_is_interrupted) {
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1, c.block(http2_client::get()));
              c.send_frame(NGHTTP2_PING, 0, 0, "12345678");
            }),
            protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1, c.block(http2_client::get()));
              c.send_frame(NGHTTP2_CONTINUATION, NGHTTP2_FLAG_END_HEADERS, 3, "");
            }),
            protocol_error);
}

TEST_F(http2_violations, padding_that_is_longer_than_its_frame) {
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_head(1, http2_client::get(), false);
              c.send_frame(NGHTTP2_DATA, NGHTTP2_FLAG_PADDED, 1, "\x09x");
            }),
            protocol_error);
}

// 6.5.2
TEST_F(http2_violations, settings_beyond_their_range) {
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_SETTINGS, 0, 0, http2_client::setting(NGHTTP2_SETTINGS_ENABLE_PUSH, 2));
            }),
            protocol_error);
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_SETTINGS, 0, 0,
                           http2_client::setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0x80000000));
            }),
            flow_control_error);
  EXPECT_EQ(goaway([](http2_client& c) {
              c.send_frame(NGHTTP2_SETTINGS, 0, 0, http2_client::setting(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, 16'383));
            }),
            protocol_error);
}

// 6.9
TEST_F(http2_violations, windows_that_do_not_grow_or_grow_too_far) {
  EXPECT_EQ(goaway([](http2_client& c) { c.send_frame(NGHTTP2_WINDOW_UPDATE, 0, 0, http2_client::number(0)); }),
            protocol_error);
  EXPECT_EQ(
      goaway([](http2_client& c) { c.send_frame(NGHTTP2_WINDOW_UPDATE, 0, 0, http2_client::number(0x7fffffff)); }),
      flow_control_error);
  EXPECT_EQ(reset([](http2_client& c) {
              c.send_head(1, http2_client::get(), false);
              c.send_frame(NGHTTP2_WINDOW_UPDATE, 0, 1, http2_client::number(0x7fffffff));
            }),
            flow_control_error);
}

TEST(http2_violation, data_beyond_the_window) {
  running_server running({.http2 = http2({.max_buffered_bytes = 1000})});
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, http2_client::get(), false);
  try {
    for (int i = 0; i < 400; ++i) client.send_data(1, std::string(16'384, 'x'), false);
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(client.read_goaway(), flow_control_error);
}

// 8.1.1
TEST_F(http2_violations, a_body_that_is_not_as_long_as_it_says) {
  fields head = http2_client::get("/", "POST");
  head.emplace_back("content-length", "3");
  EXPECT_EQ(reset([&](http2_client& c) {
              c.send_head(1, head, false);
              c.send_data(1, "ab");
            }),
            protocol_error);
  EXPECT_EQ(reset([&](http2_client& c) {
              c.send_head(1, head, false);
              c.send_data(1, "abcd");
            }),
            protocol_error);
  EXPECT_EQ(reset_of(head), protocol_error);
  EXPECT_EQ(reset_with("content-length", "-1"), protocol_error);
  EXPECT_EQ(reset_with("content-length", "1, 1"), protocol_error);
}

// 8.2
TEST_F(http2_violations, fields_that_may_not_be) {
  EXPECT_EQ(reset_with("Upper", "x"), protocol_error);
  EXPECT_EQ(reset_with("spa ced", "x"), protocol_error);
  EXPECT_EQ(reset_with("co:lon", "x"), protocol_error);
  EXPECT_EQ(reset_with("", "x"), protocol_error);
  EXPECT_EQ(reset_with("x", "a\r\nb: c"), protocol_error);
  EXPECT_EQ(reset_with("x", std::string("a\0b", 3)), protocol_error);
  EXPECT_EQ(reset_with("x", " leading"), protocol_error);
  EXPECT_EQ(reset_with("connection", "close"), protocol_error);
  EXPECT_EQ(reset_with("transfer-encoding", "chunked"), protocol_error);
  EXPECT_EQ(reset_with("upgrade", "websocket"), protocol_error);
  EXPECT_EQ(reset_with("keep-alive", "5"), protocol_error);
  EXPECT_EQ(reset_with("te", "gzip"), protocol_error);
  EXPECT_EQ(reset_with("host", "other"), protocol_error);
  EXPECT_EQ(reset_with("te", "trailers"), std::nullopt);
}

// 8.3
TEST_F(http2_violations, pseudo_headers_that_may_not_be) {
  EXPECT_EQ(reset_with(":path", "/again"), protocol_error);
  EXPECT_EQ(reset_with(":status", "200"), protocol_error);
  EXPECT_EQ(reset_with(":unknown", "x"), protocol_error);
  const fields good = http2_client::get();
  EXPECT_EQ(reset_of({{"x", "before"}, good[0], good[1], good[2], good[3]}), protocol_error);
  EXPECT_EQ(reset_of({good[1], good[2], good[3]}), protocol_error);
  EXPECT_EQ(reset_of({good[0], good[2], good[3]}), protocol_error);
  EXPECT_EQ(reset_of({good[0], good[1], good[3]}), protocol_error);
  for (const char* path : {"", "a", "http://x/", "/a b", "/a\r\nb", "*"})
    EXPECT_EQ(reset_of({good[0], good[1], {":path", path}, good[3]}), protocol_error) << path;
  EXPECT_EQ(reset_of({{":method", "GE T"}, good[1], good[2], good[3]}), protocol_error);
  EXPECT_EQ(reset_of({good[0], good[1], good[2], {":authority", "a b"}}), protocol_error);
  EXPECT_EQ(reset_of({{":method", "OPTIONS"}, good[1], {":path", "*"}, good[3]}), std::nullopt);
}

TEST_F(http2_violations, trailers_with_pseudo_headers_or_that_are_not_last) {
  EXPECT_EQ(reset([](http2_client& c) {
              c.send_head(1, http2_client::get("/", "POST"), false);
              c.send_head(1, {{":path", "/other"}});
            }),
            protocol_error);
  EXPECT_EQ(reset([](http2_client& c) {
              c.send_head(1, http2_client::get("/", "POST"), false);
              c.send_head(1, {{"x", "y"}}, false);
            }),
            protocol_error);
}

// 4.1, 5.5: what is not known is left alone.
TEST_F(http2_violations, unknown_frames_flags_and_settings_are_none) {
  http2_client client(running.port());
  client.say_hello(http2_client::setting(0xff00, 1));
  client.send_frame(0xfe, 0xff, 0, "whatever");
  client.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM | 0xc2, 1,
                    client.block(http2_client::get("/")));
  EXPECT_EQ(client.read_response(1).body, "GET / ");
}

}  // namespace
}  // namespace lamina::http
