// Limits of size, number and time on HTTP/2, and clients that try to tire the server out.
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "lamina/http/http2.h"
#include "lamina/http/internal/http2_client.h"
#include "lamina/http/internal/running_server.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using fields = http2_client::fields;

server_options with_http2(server_options options = {}, const http2_options& limits = {}) {
  options.http2 = http2(limits);
  return options;
}

fields post(const fields& more = {}) {
  fields head = http2_client::get("/", "POST");
  head.insert(head.end(), more.begin(), more.end());
  return head;
}

TEST(http2_limits, a_head_that_is_too_large_is_refused_and_others_are_answered) {
  running_server running(with_http2({.max_header_bytes = 1000}));
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post({{"x", std::string(2000, 'x')}}));
  EXPECT_EQ(client.read_response(1).status(), 431);
  client.send_head(3, http2_client::get());
  EXPECT_EQ(client.read_response(3).status(), 200);
}

TEST(http2_limits, a_body_that_is_too_large_is_refused_before_or_while_it_comes) {
  running_server running(with_http2({.max_body_bytes = 1000}), running_server::echo, [](int status, std::string_view) {
    return response{.status = status, .headers = {{"X-Refused", "yes"}}, .body = "no"};
  });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post({{"content-length", "1001"}, {"expect", "100-continue"}}), false);
  const auto announced = client.read_response(1);
  EXPECT_EQ(announced.status(), 413);
  EXPECT_TRUE(announced.interim.empty());
  EXPECT_EQ(announced.header("x-refused"), "yes");
  EXPECT_EQ(client.next(NGHTTP2_RST_STREAM).value().number(0), std::uint32_t{NGHTTP2_NO_ERROR});
  client.send_head(3, post(), false);
  client.send_data(3, std::string(600, 'x'), false);
  client.send_data(3, std::string(600, 'x'), false);
  EXPECT_EQ(client.read_response(3).status(), 413);
  client.send_data(3, std::string(600, 'x'));  // is not looked at
  client.send_head(5, post(), false);
  client.send_data(5, std::string(1000, 'x'));
  EXPECT_EQ(client.read_response(5).status(), 200);
}

TEST(http2_limits, answers_that_are_not_taken_are_kept_so_far_and_no_further) {
  const std::string body(80'000, 'x');  // more than the client's window
  running_server running(with_http2({.max_unsent_bytes = 100'000}),
                         [&](const request&, exchange open) { open.answer({.body = body}); });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, http2_client::get());
  client.send_head(3, http2_client::get());
  EXPECT_EQ(client.read_response(3).reset, std::uint32_t{NGHTTP2_ENHANCE_YOUR_CALM});
  const std::string more = http2_client::number(1 << 16);
  for (const std::int32_t stream : {0, 1}) client.send_frame(NGHTTP2_WINDOW_UPDATE, 0, stream, more);
  EXPECT_EQ(client.read_response(1).body.size(), body.size());
  client.send_head(5, http2_client::get());
  for (const std::int32_t stream : {0, 5}) client.send_frame(NGHTTP2_WINDOW_UPDATE, 0, stream, more);
  EXPECT_EQ(client.read_response(5).body.size(), body.size());
}

TEST(http2_limits, so_many_streams_and_no_more) {
  std::vector<exchange> open;
  std::promise<void> both;
  running_server running(with_http2({}, {.max_concurrent_streams = 2}), [&](const request& message, exchange one) {
    if (message.target == "/now") return one.answer({.body = "now"});
    open.push_back(std::move(one));
    if (open.size() == 2) both.set_value();
  });
  http2_client client(running.port());
  client.say_hello();
  const auto settings = client.next(NGHTTP2_SETTINGS).value();
  EXPECT_NE(settings.payload.find(http2_client::setting(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 2)),
            std::string::npos);
  client.send_frame(NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0);
  client.send_head(1, http2_client::get());
  client.send_head(3, http2_client::get());
  both.get_future().wait();
  client.send_head(5, http2_client::get());
  EXPECT_TRUE(client.read_goaway() || client.read_response(5).reset);
  running.on_loop([&] { open.clear(); });
}

TEST(http2_limits, requests_of_reset_streams_count_until_they_are_answered) {
  std::vector<exchange> open;
  std::atomic<int> seen = 0;
  running_server running(with_http2({}, {.max_concurrent_streams = 2}), [&](const request&, exchange one) {
    ++seen;
    open.push_back(std::move(one));
  });
  http2_client client(running.port());
  client.say_hello();
  std::int32_t id = 1;
  for (; id < 40; id += 2) {
    client.send_head(id, http2_client::get());
    client.send_frame(NGHTTP2_RST_STREAM, 0, id, http2_client::number(NGHTTP2_CANCEL));
  }
  client.send_frame(NGHTTP2_PING, 0, 0, "12345678");
  EXPECT_TRUE(client.next(NGHTTP2_PING));
  EXPECT_EQ(seen, 4);
  running.on_loop([&] { open.clear(); });
  client.send_head(id, http2_client::get());
  client.send_frame(NGHTTP2_PING, 0, 0, "12345678");
  EXPECT_TRUE(client.next(NGHTTP2_PING));
  EXPECT_EQ(seen, 5);
  running.on_loop([&] { open.clear(); });
}

// Sends one frame again and again until it is told off.
std::optional<std::uint32_t> flood(std::uint16_t port,
                                   const std::function<std::string(http2_client&, std::int32_t)>& one) {
  http2_client client(port);
  client.acknowledges = false;
  client.say_hello();
  try {
    for (std::int32_t id = 1; id < 40'000; id += 2) client.send(one(client, id));
  } catch (const std::runtime_error&) {
  }
  return client.read_goaway();
}

TEST(http2_limits, floods_of_frames_that_serve_nothing_are_told_off) {
  running_server running(with_http2({}, {.max_idle_frames = 200, .idle_frames_per_second = 1}));
  const std::optional<std::uint32_t> calm{NGHTTP2_ENHANCE_YOUR_CALM};
  const auto port = running.port();
  EXPECT_EQ(flood(port, [](http2_client&, int) { return http2_client::frame(NGHTTP2_PING, 0, 0, "12345678"); }), calm);
  EXPECT_EQ(flood(port, [](http2_client&, int) { return http2_client::frame(NGHTTP2_SETTINGS, 0, 0, ""); }), calm);
  EXPECT_EQ(flood(port,
                  [](http2_client& client, int id) {
                    return id == 1
                               ? http2_client::frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, client.block(post()))
                               : http2_client::frame(NGHTTP2_DATA, 0, 1, "");
                  }),
            calm);
  // CVE-2023-44487
  EXPECT_EQ(flood(port,
                  [](http2_client& client, int id) {
                    return http2_client::frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, id, client.block(post())) +
                           http2_client::frame(NGHTTP2_RST_STREAM, 0, id, http2_client::number(NGHTTP2_CANCEL));
                  }),
            calm);
  // The server is made to reset them itself (CVE-2025-8671).
  EXPECT_EQ(flood(port,
                  [](http2_client& client, int id) {
                    return http2_client::frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, id,
                                               client.block(post({{"Bad", "x"}})));
                  }),
            calm);
  http2_client other(port);
  other.say_hello();
  other.send_head(1, http2_client::get());
  EXPECT_EQ(other.read_response(1).status(), 200);
}

TEST(http2_limits, a_head_that_does_not_end_is_ended) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.say_hello();
  client.send_frame(NGHTTP2_HEADERS, 0, 1, client.block(post()));
  try {
    for (int i = 0; i < 10'000; ++i) client.send_frame(NGHTTP2_CONTINUATION, 0, 1, client.block({{"x", "y"}}));
  } catch (const std::runtime_error&) {
  }
  EXPECT_NO_THROW(client.read_goaway());
}

TEST(http2_limits, a_head_that_is_small_and_unpacks_to_much_costs_no_memory) {
  running_server running(with_http2({.max_header_bytes = 10'000}));
  http2_client client(running.port());
  client.say_hello();
  std::string bomb = client.block({{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "x"}});
  bomb += client.block({{"x", std::string(2900, 'x')}});
  bomb += std::string(16'000, '\xbe');  // the newest entry of the table, 16,000 times
  for (std::size_t at = 0; at < bomb.size(); at += 16'000) {
    const bool is_last = at + 16'000 >= bomb.size();
    client.send_frame(at == 0 ? NGHTTP2_HEADERS : NGHTTP2_CONTINUATION,
                      (at == 0 ? NGHTTP2_FLAG_END_STREAM : 0) | (is_last ? NGHTTP2_FLAG_END_HEADERS : 0), 1,
                      std::string_view(bomb).substr(at, 16'000));
  }
  EXPECT_EQ(client.read_response(1).status(), 431);
}

TEST(http2_limits, a_client_that_says_nothing_is_closed) {
  running_server running(with_http2({.header_timeout = 50ms}));
  http2_client client(running.port());
  client.send(NGHTTP2_CLIENT_MAGIC);
  client.read_goaway();
}

TEST(http2_limits, a_head_that_takes_too_long_ends_the_connection) {
  running_server running(with_http2({.header_timeout = 50ms}));
  http2_client client(running.port());
  client.acknowledges = false;
  client.say_hello();
  client.send_frame(NGHTTP2_HEADERS, 0, 1, client.block(post()));
  EXPECT_EQ(client.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
}

TEST(http2_limits, a_body_that_takes_too_long_gets_408) {
  running_server running(with_http2({.body_timeout = 50ms}));
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post(), false);
  client.send_data(1, "some", false);
  EXPECT_EQ(client.read_response(1).status(), 408);
  client.send_head(3, http2_client::get());
  EXPECT_EQ(client.read_response(3).status(), 200);
}

TEST(http2_limits, an_answer_that_is_not_taken_is_given_up) {
  running_server running(with_http2({.body_timeout = 50ms}),
                         [](const request&, exchange open) { open.answer({.body = std::string(1'000'000, 'x')}); });
  http2_client client(running.port());
  client.gives_windows = false;
  client.say_hello();
  client.send_head(1, http2_client::get());
  EXPECT_EQ(client.read_response(1).reset, std::uint32_t{NGHTTP2_CANCEL});
}

TEST(http2_limits, a_client_that_reads_nothing_is_closed) {
  running_server running(with_http2({.body_timeout = 50ms}),
                         [](const request&, exchange open) { open.answer({.body = std::string(50'000'000, 'x')}); });
  http2_client client(running.port());
  client.say_hello(http2_client::setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0x7fffffff));
  client.send_frame(NGHTTP2_WINDOW_UPDATE, 0, 0, http2_client::number(0x70000000));
  client.send_head(1, http2_client::get());
  std::promise<void> drained;
  running.on_loop([&] { running.served().drain([&] { drained.set_value(); }); });
  drained.get_future().wait();
}

TEST(http2_limits, an_idle_connection_is_closed_with_a_word) {
  running_server running(with_http2({.idle_timeout = 50ms}));
  http2_client unused(running.port());
  unused.say_hello();
  EXPECT_EQ(unused.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
  http2_client used(running.port());
  used.say_hello();
  used.send_head(1, http2_client::get());
  EXPECT_EQ(used.read_response(1).status(), 200);
  EXPECT_EQ(used.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
}

TEST(http2_limits, a_connection_is_not_idle_while_its_requests_are_worked_on) {
  std::vector<exchange> open;
  std::promise<void> waiting;
  running_server running(with_http2({.idle_timeout = 30ms}), [&](const request&, exchange one) {
    open.push_back(std::move(one));
    waiting.set_value();
  });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, http2_client::get());
  waiting.get_future().wait();
  std::promise<void> later;
  running.on_loop([&] {
    running.loop().call_after(200ms, [&] {
      open[0].answer({.body = "late"});
      open.clear();
      later.set_value();
    });
  });
  EXPECT_EQ(client.read_response(1).body, "late");
  later.get_future().wait();
}

TEST(http2_limits, bodies_that_wait_are_bounded_for_all_streams_together) {
  std::vector<exchange> open;
  running_server running(with_http2({}, {.max_buffered_bytes = 1'000'000}),
                         [&](const request&, exchange one) { open.push_back(std::move(one)); });
  http2_client client(running.port());
  client.say_hello();
  std::size_t window = 65'535;
  const auto drain_frames = [&](const http2_frame& got) {
    if (got.type == NGHTTP2_WINDOW_UPDATE && got.stream == 0) window += got.number(0);
    if (got.type == NGHTTP2_SETTINGS && (got.flags & NGHTTP2_FLAG_ACK) == 0)
      client.send_frame(NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0);
  };
  std::size_t sent = 0;
  const auto until_ping = [&] {
    client.send_frame(NGHTTP2_PING, 0, 0, "12345678");
    for (auto got = client.next().value(); got.type != NGHTTP2_PING; got = client.next().value()) drain_frames(got);
  };
  until_ping();
  for (std::int32_t id = 1; id < 39; id += 2) {
    client.send_head(id, post(), false);
    for (int i = 0; i < 24 && window >= 16'000; ++i, window -= 16'000, sent += 16'000)
      client.send_data(id, std::string(16'000, 'x'), i == 23);
    until_ping();
  }
  EXPECT_GE(sent, 1'000'000u);
  EXPECT_LE(sent, 6'000'000u);  // what was allowed before it was too much
  EXPECT_LT(window, 16'000u);
  running.on_loop([&] { open.clear(); });
  until_ping();
  EXPECT_GE(window, 16'000u);
}

}  // namespace
}  // namespace lamina::http
