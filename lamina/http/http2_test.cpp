// What HTTP/2 gives: requests and answers on streams, and how a connection comes to it.
#include "lamina/http/http2.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <future>

#include "lamina/http/internal/http2_client.h"
#include "lamina/http/internal/running_server.h"
#include "lamina/http/internal/tls_client.h"
#include "lamina/http/tls.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using fields = http2_client::fields;
using ::testing::ElementsAre;
using ::testing::Pair;

server_options with_http2(server_options options = {}, const http2_options& limits = {}) {
  options.http2 = http2(limits);
  return options;
}

fields get(const std::string& path) { return http2_client::get(path); }
fields post(const std::string& path, fields more = {}) {
  fields head = http2_client::get(path, "POST");
  head.insert(head.end(), more.begin(), more.end());
  return head;
}

TEST(http2, clients_that_know_of_it_begin_with_it) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, get("/a?b=c"));
  const auto response = client.read_response(1);
  EXPECT_THAT(response.head,
              ElementsAre(Pair(":status", "200"), Pair("x-version", "20"), Pair("content-length", "11")));
  EXPECT_EQ(response.body, "GET /a?b=c ");
}

TEST(http2, is_not_spoken_where_it_is_not_wanted) {
  running_server running;
  testing::raw_http_client client(running.port());
  client.send(NGHTTP2_CLIENT_MAGIC);
  EXPECT_EQ(client.read_response().status, 505);
}

TEST(http2, its_beginning_may_come_in_pieces) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.send("PRI * HTTP/2.0\r\n");
  client.send("\r\nSM\r\n\r");
  client.send("\n" + http2_client::frame(NGHTTP2_SETTINGS, 0, 0, ""));
  client.send_head(1, get("/a"));
  EXPECT_EQ(client.read_response(1).body, "GET /a ");
}

TEST(http2, comes_over_tls_when_both_sides_offer_it) {
  server_options options = with_http2();
  options.tls = make_server_tls(make_self_signed({"localhost"}, std::chrono::system_clock::now()).value()).value();
  running_server running(options, [](const request& message, exchange open) {
    open.answer({.body = std::string(message.scheme()) + " " + std::string(message.tls_version)});
  });
  tls_client secure(running.port(), {.alpn = "\x02h2\x08http/1.1"});
  EXPECT_EQ(secure.protocol(), "h2");
  http2_client client([&](std::string_view bytes) { secure.send(bytes); }, [&] { return secure.read_some(); });
  client.say_hello();
  client.send_head(1, get("/"));
  EXPECT_EQ(client.read_response(1).body, "https TLSv1.3");

  tls_client older(running.port(), {.alpn = "\x08http/1.1"});
  EXPECT_EQ(older.protocol(), "http/1.1");
  older.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(older.read_response().ends_with("https TLSv1.3"));
}

std::string upgrade(std::string_view headers, std::string_view first = "GET /first HTTP/1.1",
                    std::string_view body = {}) {
  return std::string(first).append("\r\nHost: x\r\nX-Own: 1\r\n").append(headers).append("\r\n").append(body);
}
constexpr std::string_view well = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";

TEST(http2, a_connection_of_http1_may_change_to_it) {
  running_server running(with_http2(), [](const request& message, exchange open) {
    std::string seen(message.method);
    for (const header& one : message.headers) seen.append(" ").append(one.name).append("=").append(one.value);
    open.answer({.body = seen.append(" ").append(message.body)});
  });
  http2_client client(running.port());
  client.send(upgrade(std::string(well) + "Content-Length: 4\r\n", "POST /first HTTP/1.1", "body"));
  EXPECT_TRUE(client.read_head().starts_with("HTTP/1.1 101 "));
  client.say_hello();
  const auto first = client.read_response(1);
  EXPECT_EQ(first.status(), 200);
  EXPECT_EQ(first.body, "POST host=x x-own=1 content-length=4 body");
  client.send_head(3, get("/second"));
  EXPECT_EQ(client.read_response(3).body, "GET host=localhost ");
}

TEST(http2, a_connection_that_asks_for_it_badly_stays_as_it_is) {
  running_server running(with_http2());
  for (const std::string_view headers :
       {"Connection: Upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAA\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\nHTTP2-Settings: \r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h3\r\nHTTP2-Settings: AAMAAABk\r\n"}) {
    testing::raw_http_client client(running.port());
    client.send(upgrade(headers));
    const auto response = client.read_response();
    EXPECT_EQ(response.status, 200) << headers;
    EXPECT_EQ(response.header("x-version"), "11");
    client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "GET /next ");
  }
}

TEST(http2, many_requests_are_under_way_at_once_and_answered_in_any_order) {
  std::vector<exchange> open;
  std::promise<void> all;
  running_server running(with_http2(), [&](const request&, exchange one) {
    open.push_back(std::move(one));
    if (open.size() == 50) all.set_value();
  });
  http2_client client(running.port());
  client.say_hello();
  for (int i = 0; i < 50; ++i) client.send_head(2 * i + 1, get("/"));
  all.get_future().wait();
  running.on_loop([&] {
    for (std::size_t i = 50; i-- != 0;) open[i].answer({.body = std::to_string(i)});
    open.clear();
  });
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.read_response(2 * i + 1).body, std::to_string(i));
}

TEST(http2, bodies_come_whole_with_or_without_a_length) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post("/a", {{"content-length", "5"}}), false);
  client.send_data(1, "hel", false);
  client.send_data(1, "lo");
  EXPECT_EQ(client.read_response(1).body, "POST /a hello");
  client.send_head(3, post("/b"), false);
  client.send_frame(NGHTTP2_DATA, NGHTTP2_FLAG_PADDED, 3, std::string("\x03hi\0\0\0", 6));
  client.send_head(3, {{"x-trailer", "unread"}});
  EXPECT_EQ(client.read_response(3).body, "POST /b hi");
}

TEST(http2, large_bodies_pass_both_ways_at_the_pace_of_the_windows) {
  running_server running(with_http2({.max_body_bytes = 20'000'000}));
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post("/"), false);
  const std::string body(10'000'000, 'b');
  // No more than the server lets it.
  std::size_t sent = 0, stream = 65'535, connection = 65'535;
  while (sent < body.size()) {
    const std::size_t now = std::min({stream, connection, std::size_t{16'384}, body.size() - sent});
    if (now != 0) {
      client.send_data(1, std::string_view(body).substr(sent, now), sent + now == body.size());
      sent += now;
      stream -= now;
      connection -= now;
      continue;
    }
    const auto got = client.next().value();
    if (got.type == NGHTTP2_WINDOW_UPDATE) (got.stream == 0 ? connection : stream) += got.number(0);
    if (got.type == NGHTTP2_SETTINGS && (got.flags & NGHTTP2_FLAG_ACK) == 0) {
      client.send_frame(NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0);
      for (std::size_t at = 0; at < got.payload.size(); at += 6)
        if (got.payload[at + 1] == NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE) stream += got.number(at + 2) - 65'535;
    }
  }
  const auto response = client.read_response(1);
  EXPECT_EQ(response.header("content-length"), "10000007");
  EXPECT_EQ(response.body, "POST / " + body);
}

TEST(http2, raw_answers_lose_what_is_of_the_connection) {
  running_server running(with_http2(), [](const request&, exchange open) {
    open.answer_raw(
        "HTTP/1.1 299 Odd\r\nConnection: close\r\nKeep-Alive: 5\r\nX-Spelt-Oddly:  a b \r\nSet-Cookie: a\r\n"
        "Set-Cookie: b\r\nContent-Length: 2\r\nEmpty:\r\nno name: x\r\n\r\nhi",
        false, true);
  });
  http2_client client(running.port());
  client.say_hello();
  for (const std::int32_t id : {1, 3}) {
    client.send_head(id, get("/"));
    const auto response = client.read_response(id);
    EXPECT_THAT(response.head,
                ElementsAre(Pair(":status", "299"), Pair("x-spelt-oddly", "a b"), Pair("set-cookie", "a"),
                            Pair("set-cookie", "b"), Pair("content-length", "2"), Pair("empty", "")));
    EXPECT_EQ(response.body, "hi");
  }
}

TEST(http2, answers_to_head_and_204_and_304_have_no_body) {
  running_server running(with_http2(), [](const request& message, exchange open) {
    open.answer({.status = message.method == "HEAD" ? 200 : std::stoi(std::string(message.target.substr(1))),
                 .body = "ignored"});
  });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, http2_client::get("/", "HEAD"));
  const auto head = client.read_response(1);
  EXPECT_EQ(head.header("content-length"), "7");
  EXPECT_EQ(head.body, "");
  client.send_head(3, get("/204"));
  EXPECT_EQ(client.read_response(3).body, "");
  client.send_head(5, get("/304"));
  EXPECT_EQ(client.read_response(5).status(), 304);
}

TEST(http2, requests_are_like_those_of_http1) {
  running_server running(with_http2(), [&](const request& message, exchange open) {
    EXPECT_EQ(message.version, 20u);
    EXPECT_EQ(message.remote_address, "127.0.0.1");
    EXPECT_EQ(message.scheme(), "http");
    std::string seen;
    for (const header& one : message.headers) seen.append(one.name).append("=").append(one.value).append(";");
    open.answer({.body = seen});
  });
  http2_client client(running.port());
  client.say_hello();
  fields head = get("/");
  for (const auto& [name, value] : fields{{"cookie", "a=1"}, {"x-one", "1"}, {"cookie", "b=2"}, {"x-one", "2"}})
    head.emplace_back(name, value);
  client.send_head(1, head);
  EXPECT_EQ(client.read_response(1).body, "host=localhost;x-one=1;x-one=2;cookie=a=1; b=2;");
  client.send_head(3, {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {"host", "other"}});
  EXPECT_EQ(client.read_response(3).body, "host=other;");
}

TEST(http2, the_body_is_asked_for) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, post("/", {{"expect", "100-continue"}, {"content-length", "2"}}), false);
  const auto interim = client.next(NGHTTP2_HEADERS).value();
  EXPECT_EQ(interim.flags, NGHTTP2_FLAG_END_HEADERS);
  client.send_data(1, "ok");
  EXPECT_EQ(client.next(NGHTTP2_DATA).value().payload, "POST / ok");
}

TEST(http2, tells_when_a_client_goes_away_or_resets_before_the_answer) {
  for (const bool leaves : {false, true}) {
    std::vector<exchange> open;
    std::promise<void> waiting, gone;
    running_server running(with_http2(), [&](const request& message, exchange one) {
      if (message.target == "/next") return one.answer({.body = "next"});
      one.on_disconnect([&] { gone.set_value(); });
      open.push_back(std::move(one));
      waiting.set_value();
    });
    auto client = std::make_unique<http2_client>(running.port());
    client->say_hello();
    client->send_head(1, get("/"));
    waiting.get_future().wait();
    if (leaves)
      client.reset();
    else
      client->send_frame(NGHTTP2_RST_STREAM, 0, 1, http2_client::number(NGHTTP2_CANCEL));
    gone.get_future().wait();
    running.on_loop([&] {
      open[0].answer({.body = "for nobody"});
      open.clear();
    });
    if (leaves) continue;
    client->send_head(3, get("/next"));
    EXPECT_EQ(client->read_response(3).body, "next");
  }
}

TEST(http2, nobody_is_told_of_a_disconnect_after_the_answer) {
  std::vector<exchange> open;
  std::promise<void> waiting;
  bool told = false;
  running_server running(with_http2(), [&](const request&, exchange one) {
    one.on_disconnect([&] { told = true; });
    open.push_back(std::move(one));
    waiting.set_value();
  });
  {
    http2_client client(running.port());
    client.say_hello();
    client.send_head(1, get("/"));
    waiting.get_future().wait();
    running.on_loop([&] { open[0].answer({.body = "ok"}); });
    EXPECT_EQ(client.read_response(1).body, "ok");
  }
  std::promise<void> drained;
  running.on_loop([&] { running.served().drain([&] { drained.set_value(); }); });
  drained.get_future().wait();
  running.on_loop([&] { EXPECT_FALSE(told); });
}

TEST(http2, a_dropped_exchange_resets_its_stream_alone) {
  running_server running(with_http2(), [](const request& message, exchange open) {
    if (message.target != "/drop") open.answer({.body = "ok"});
  });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, get("/drop"));
  EXPECT_EQ(client.read_response(1).reset, std::uint32_t{NGHTTP2_INTERNAL_ERROR});
  client.send_head(3, get("/"));
  EXPECT_EQ(client.read_response(3).body, "ok");
}

TEST(http2, a_stream_cannot_be_taken_over) {
  running_server running(with_http2(), [](const request&, exchange open) { EXPECT_EQ(open.detach().descriptor, -1); });
  http2_client client(running.port());
  client.say_hello();
  client.send_head(1, get("/"));
  EXPECT_TRUE(client.read_response(1).reset);
}

TEST(http2, an_exchange_may_outlive_its_server) {
  net::event_loop loop;
  std::vector<exchange> open;
  auto one = std::make_unique<server>(loop, with_http2(),
                                      [&](const request&, exchange held) { open.push_back(std::move(held)); });
  one->listen().value();
  http2_client client(one->port());
  client.say_hello();
  client.send_head(1, get("/"));
  loop.run_until([&] { return !open.empty(); });
  one.reset();
  open[0].answer({.body = "x"});
  open.clear();
  EXPECT_EQ(client.read_goaway(), std::nullopt);
}

TEST(http2, draining_answers_what_has_come_and_says_goodbye) {
  std::vector<exchange> open;
  std::promise<void> waiting, drained;
  std::atomic<bool> is_drained = false;
  running_server running(with_http2(), [&](const request& message, exchange one) {
    if (message.target != "/late") return one.answer({.body = "soon"});
    open.push_back(std::move(one));
    waiting.set_value();
  });
  http2_client busy(running.port());
  busy.say_hello();
  busy.send_head(1, get("/late"));
  waiting.get_future().wait();
  {
    http2_client idle(running.port());
    idle.say_hello();
    idle.send_head(1, get("/"));
    idle.read_response(1);
    running.on_loop([&] {
      running.served().drain([&] {
        is_drained = true;
        drained.set_value();
      });
    });
    // What was sent before the server's word came is not lost.
    idle.send_head(3, get("/"));
    EXPECT_EQ(idle.read_response(3).body, "soon");
    EXPECT_EQ(idle.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
    EXPECT_EQ(idle.last_stream, 3);
  }
  EXPECT_FALSE(is_drained);
  {
    running.on_loop([&] {
      open[0].answer({.body = "late"});
      open.clear();
    });
    EXPECT_EQ(busy.read_response(1).body, "late");
    EXPECT_EQ(busy.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
  }
  busy.shutdown_sending();
  drained.get_future().wait();
}

TEST(http2, draining_does_not_wait_for_a_client_that_says_nothing) {
  running_server running(with_http2());
  http2_client client(running.port());
  client.acknowledges = false;
  client.say_hello();
  client.send_head(1, get("/"));
  client.read_response(1);
  std::promise<void> drained;
  running.on_loop([&] { running.served().drain([&] { drained.set_value(); }); });
  EXPECT_EQ(client.read_goaway(), std::uint32_t{NGHTTP2_NO_ERROR});
  client.shutdown_sending();
  drained.get_future().wait();
}

}  // namespace
}  // namespace lamina::http
