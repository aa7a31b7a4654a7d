// The server with TLS, against OpenSSL's own client.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <vector>

#include "lamina/http/internal/running_server.h"
#include "lamina/http/internal/tls_client.h"
#include "lamina/http/tls.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using testing::raw_http_client;

const pem_pair& own() {
  static const pem_pair made = make_self_signed({"localhost"}, std::chrono::system_clock::now()).value();
  return made;
}

server_options with_tls(server_options options = {}) {
  options.tls = make_server_tls(own()).value();
  return options;
}

constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(server_with_tls, answers_requests_and_keeps_the_connection) {
  running_server running(with_tls());
  tls_client client(running.port(), {.trusted = own().certificate});
  ASSERT_TRUE(client.is_open);
  for (int i = 0; i < 3; ++i) {
    client.send(get);
    EXPECT_TRUE(client.read_response().ends_with("\r\n\r\nGET /a "));
  }
}

TEST(server_with_tls, its_certificate_is_verified_by_clients) {
  running_server running(with_tls());
  const pem_pair other = make_self_signed({"localhost"}, std::chrono::system_clock::now()).value();
  EXPECT_FALSE(tls_client(running.port(), {.trusted = other.certificate}).is_open);
  EXPECT_FALSE(tls_client(running.port(), {.trusted = own().certificate, .host = "example.com"}).is_open);
}

TEST(server_with_tls, who_speaks_http_is_told_so) {
  running_server running(with_tls());
  raw_http_client client(running.port());
  client.send(get);
  const auto response = client.read_response();
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, "This port speaks https.\n");
  EXPECT_TRUE(client.is_closed());
}

TEST(server_with_tls, requests_say_what_they_came_over) {
  running_server running(with_tls(), [](const request& message, exchange open) {
    std::string text(message.scheme());
    open.answer({.body = text.append(" ").append(message.tls_version).append(" ").append(message.tls_cipher)});
  });
  tls_client newest(running.port());
  newest.send(get);
  EXPECT_TRUE(newest.read_response().ends_with("https TLSv1.3 TLS_AES_256_GCM_SHA384"));
  tls_client older(running.port(), {.max_version = TLS1_2_VERSION});
  older.send(get);
  EXPECT_TRUE(older.read_response().ends_with("https TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384"));
}

TEST(server_with_tls, versions_before_1_2_are_refused) {
  running_server running(with_tls());
  EXPECT_FALSE(tls_client(running.port(), {.max_version = TLS1_1_VERSION}).is_open);
}

TEST(server_with_tls, a_protocol_is_agreed_on) {
  running_server running(with_tls());
  tls_client both(running.port(), {.alpn = "\x02h2\x08http/1.1"});
  EXPECT_EQ(both.protocol(), "http/1.1");
  EXPECT_FALSE(tls_client(running.port(), {.alpn = "\x04spdy"}).is_open);
}

TEST(server_with_tls, sessions_are_resumed) {
  running_server running(with_tls());
  tls_client first(running.port());
  first.send(get);
  first.read_response();  // the tickets come before it
  SSL_SESSION* const session = SSL_get1_session(first.ssl);
  tls_client second(running.port(), {.session = session});
  SSL_SESSION_free(session);
  EXPECT_FALSE(SSL_session_reused(first.ssl));
  EXPECT_TRUE(SSL_session_reused(second.ssl));
  second.send(get);
  EXPECT_TRUE(second.read_response().ends_with("GET /a "));
}

TEST(server_with_tls, large_bodies_pass_both_ways) {
  running_server running(with_tls({.max_body_bytes = 20'000'000}));
  tls_client client(running.port());
  const std::string body(10'000'000, 'b');
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n" + body);
  EXPECT_TRUE(client.read_response().ends_with("\r\n\r\nPOST / " + body));
  client.send(get);
  EXPECT_TRUE(client.read_response().ends_with("GET /a "));
}

TEST(server_with_tls, requests_come_in_any_pieces) {
  running_server running(with_tls());
  tls_client client(running.port());
  for (const char c : get) client.send({&c, 1});
  EXPECT_TRUE(client.read_response().ends_with("GET /a "));
  std::string many;
  for (int i = 0; i < 100; ++i) many += get;
  client.send(many);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(client.read_response().ends_with("GET /a "));
}

TEST(server_with_tls, answers_that_may_wait_come) {
  running_server running(with_tls(), [](const request&, exchange open) {
    open.answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true, true);
  });
  tls_client client(running.port());
  client.send(std::string(get) + std::string(get));
  EXPECT_TRUE(client.read_response().ends_with("ok"));
  EXPECT_TRUE(client.read_response().ends_with("ok"));
}

TEST(server_with_tls, the_body_is_asked_for) {
  running_server running(with_tls());
  tls_client client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_TRUE(client.read_response().ends_with("POST / ok"));
}

TEST(server_with_tls, the_end_is_said_properly) {
  running_server running(with_tls());
  tls_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.read_response();
  EXPECT_TRUE(client.is_closed());
  EXPECT_TRUE(client.was_ended_properly);
  tls_client broken(running.port());
  broken.send("nonsense\r\n\r\n");
  EXPECT_TRUE(broken.read_response().starts_with("HTTP/1.1 400 "));
  broken.say_goodbye();
  EXPECT_TRUE(broken.is_closed());
}

TEST(server_with_tls, a_client_without_tls_is_closed) {
  running_server running(with_tls());
  raw_http_client client(running.port());
  client.send("\x01nonsense");
  const std::string alert = client.read_to_end();
  EXPECT_LT(alert.size(), 10u);  // of TLS, if anything
  tls_client other(running.port());
  other.send(get);
  EXPECT_TRUE(other.read_response().ends_with("GET /a "));
}

TEST(server_with_tls, a_handshake_that_does_not_end_is_closed) {
  running_server running(with_tls({.handshake_timeout = 30ms}));
  raw_http_client silent(running.port());
  EXPECT_TRUE(silent.is_closed());
  raw_http_client half(running.port());
  half.send("\x16\x03\x01\x02");
  EXPECT_TRUE(half.is_closed());
}

TEST(server_with_tls, tells_when_a_client_goes_away_before_the_answer) {
  for (const bool politely : {false, true}) {
    std::vector<exchange> open;
    std::promise<void> waiting, gone;
    running_server running(with_tls(), [&](const request&, exchange one) {
      one.on_disconnect([&] { gone.set_value(); });
      open.push_back(std::move(one));
      waiting.set_value();
    });
    auto client = std::make_unique<tls_client>(running.port());
    client->send(get);
    waiting.get_future().wait();
    if (politely)
      client->say_goodbye();
    else
      client.reset();
    gone.get_future().wait();
    running.on_loop([&] { open.clear(); });
  }
}

TEST(server_with_tls, draining_waits_for_answers_and_for_handshakes) {
  std::vector<exchange> open;
  std::promise<void> waiting, drained;
  running_server running(with_tls(), [&](const request&, exchange one) {
    open.push_back(std::move(one));
    waiting.set_value();
  });
  tls_client busy(running.port());
  busy.send(get);
  waiting.get_future().wait();
  tls_client idle(running.port());
  raw_http_client connecting(running.port());
  running.on_loop([&] { running.served().drain([&] { drained.set_value(); }); });
  EXPECT_TRUE(connecting.is_closed());
  EXPECT_TRUE(idle.is_closed());
  running.on_loop([&] {
    open[0].answer({.body = "late"});
    open.clear();
  });
  EXPECT_TRUE(busy.read_response().ends_with("late"));
  EXPECT_TRUE(busy.is_closed());
  drained.get_future().wait();
}

TEST(server_with_tls, new_connections_see_a_new_certificate) {
  const testing::temporary_folder folder;
  folder.write("certificate.pem", own().certificate);
  folder.write("key.pem", own().key);
  const auto tls = load_server_tls(folder / "certificate.pem", folder / "key.pem").value();
  running_server running({.tls = tls});
  tls_client before(running.port(), {.trusted = own().certificate});
  ASSERT_TRUE(before.is_open);
  const pem_pair renewed = make_self_signed({"localhost"}, std::chrono::system_clock::now()).value();
  folder.write("certificate.pem", renewed.certificate);
  folder.write("key.pem", renewed.key);
  ASSERT_TRUE(tls->reload());
  EXPECT_TRUE(tls_client(running.port(), {.trusted = renewed.certificate}).is_open);
  before.send(get);
  EXPECT_TRUE(before.read_response().ends_with("GET /a "));
}

// A connection that is something else than HTTP from its first request on.
struct taken_connection {
  explicit taken_connection(server_options options = {})
      : running(with_tls(std::move(options)),
                [this](const request&, exchange open) { taken.set_value(open.detach()); }),
        client(running.port()) {
    client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nmore");
    socket = taken.get_future().get();
    ::fcntl(socket.descriptor, F_SETFL, 0);  // blocking
  }
  ~taken_connection() {
    if (socket.descriptor >= 0) ::close(socket.descriptor);
  }
  std::string read(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
      const ssize_t count = ::read(socket.descriptor, bytes.data() + got, size - got);
      if (count <= 0) break;
      got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
  }

  std::promise<detached_socket> taken;
  running_server running;
  tls_client client;
  detached_socket socket;
};

TEST(server_with_tls, a_connection_that_is_taken_over_speaks_plainly_with_its_owner) {
  taken_connection one;
  ASSERT_GE(one.socket.descriptor, 0);
  EXPECT_EQ(one.socket.unread, "more");
  EXPECT_NE(::fcntl(one.socket.descriptor, F_GETFD) & FD_CLOEXEC, 0);
  one.client.send("question");
  EXPECT_EQ(one.read(8), "question");
  EXPECT_EQ(::write(one.socket.descriptor, "answer", 6), 6);
  EXPECT_EQ(one.client.read_bytes(6), "answer");
}

TEST(server_with_tls, much_passes_through_a_connection_that_is_taken_over) {
  taken_connection one;
  const std::string much(3'000'000, 'm');
  std::thread writing([&] { one.client.send(much); });
  EXPECT_EQ(one.read(much.size()), much);
  writing.join();
  std::thread answering([&] {
    std::string_view left = much;
    while (!left.empty()) {
      const ssize_t sent = ::write(one.socket.descriptor, left.data(), left.size());
      if (sent <= 0) return;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  });
  EXPECT_EQ(one.client.read_bytes(much.size()), much);
  answering.join();
}

TEST(server_with_tls, the_end_of_either_side_passes_through_a_connection_that_is_taken_over) {
  taken_connection by_client;
  by_client.client.send("last");
  by_client.client.say_goodbye();
  EXPECT_EQ(by_client.read(5), "last");
  taken_connection by_owner;
  EXPECT_EQ(::write(by_owner.socket.descriptor, "last", 4), 4);
  ::close(std::exchange(by_owner.socket.descriptor, -1));
  EXPECT_EQ(by_owner.client.read_bytes(4), "last");
  EXPECT_TRUE(by_owner.client.is_closed());
  EXPECT_TRUE(by_owner.client.was_ended_properly);
}

TEST(server_with_tls, draining_waits_for_a_connection_that_is_taken_over) {
  taken_connection one;
  std::promise<void> drained;
  std::atomic<bool> is_drained = false;
  one.running.on_loop([&] {
    one.running.served().drain([&] {
      is_drained = true;
      drained.set_value();
    });
  });
  EXPECT_EQ(::write(one.socket.descriptor, "last", 4), 4);
  EXPECT_EQ(one.client.read_bytes(4), "last");
  EXPECT_FALSE(is_drained);
  ::close(std::exchange(one.socket.descriptor, -1));
  EXPECT_TRUE(one.client.is_closed());
  one.client.say_goodbye();
  drained.get_future().wait();
}

TEST(server_with_tls, an_owner_that_leaves_a_client_that_does_not_read_is_noticed) {
  taken_connection one({.body_timeout = 80ms});  // for a quick look at the time
  ::fcntl(one.socket.descriptor, F_SETFL, O_NONBLOCK);
  const std::string much(100'000, 'm');
  while (::write(one.socket.descriptor, much.data(), much.size()) > 0) {
  }
  ::close(std::exchange(one.socket.descriptor, -1));
  std::promise<void> drained;
  one.running.on_loop([&] { one.running.served().drain([&] { drained.set_value(); }); });
  drained.get_future().wait();
}

}  // namespace
}  // namespace lamina::http
