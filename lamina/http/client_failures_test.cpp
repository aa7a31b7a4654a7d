// Servers that close, lie, stall or are not there, and the client's own end.
#include <gmock/gmock.h>

#include <array>
#include <random>
#include <set>

#include "lamina/http/client.h"
#include "lamina/http/internal/client_fixture.h"

namespace lamina::http {
namespace {

TEST(http_client, sends_again_what_met_a_connection_that_was_closed_while_idle) {
  client_fixture client;
  std::vector<std::string> requests;
  scripted_peer peer(2, [&](connection& one, int) {
    requests.push_back(one.read_request());
    one.send(ok);
    requests.push_back(one.read_request(4));  // read, then closed without a word
  });
  EXPECT_EQ(client.get(peer.url("/1")), "200 ok");
  EXPECT_EQ(client.call({.method = "POST", .url = peer.url("/2"), .body = text("data")}).said, "200 ok");
  EXPECT_EQ(requests[1].substr(0, 7), "POST /2");
  EXPECT_EQ(requests[2].substr(0, 7), "POST /2");
}

TEST(http_client, sends_again_once_only) {
  client_fixture client;
  scripted_peer peer(2, [](connection& one, int number) {
    one.read_request();
    if (number == 1) return;
    one.send(ok);
    one.read_request();
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  // The kept connection is closed at the second request, and so is the new one.
  const outcome again = client.call({.url = peer.url()});
  EXPECT_EQ(again.said, client_error::reset);
  EXPECT_THAT(again.message, testing::HasSubstr("closed the connection without an answer"));
}

TEST(http_client, notices_that_an_idle_connection_is_closed) {
  client_fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send(ok);
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  wait(client.loop, [&] { return client.subject->connection_count() == 0; });
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, does_not_keep_what_the_server_will_close) {
  client_fixture client;
  scripted_peer peer(2, [](connection& one, int) {
    one.read_request();
    one.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
    one.wait_for_end();
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  EXPECT_EQ(client.subject->connection_count(), 0u);
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  EXPECT_EQ(peer.accepted(), 2);
}

TEST(http_client, closes_a_connection_on_which_more_came_than_was_asked_for) {
  client_fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send(std::string(ok) + std::string(ok));
    one.wait_for_end();
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, closes_what_is_idle_for_too_long) {
  client_fixture client({.idle_timeout = 40ms});
  echo_server server(client.loop);
  client.get(server.url());
  EXPECT_EQ(client.subject->connection_count(), 1u);
  wait(client.loop, [&] { return client.subject->connection_count() == 0; });
  EXPECT_EQ(client.subject->connection_count(), 0u);
  EXPECT_EQ(client.get(server.url()), "200 GET  ");
}

TEST(http_client, tells_a_refused_connection) {
  client_fixture client;
  std::uint16_t port = 0;
  {
    echo_server server(client.loop);
    port = server.listening.port();
  }
  const std::string origin = "http://127.0.0.1:" + std::to_string(port);
  std::vector<std::shared_ptr<outcome>> all;
  for (int i = 0; i < 200; ++i) all.push_back(client.start({.url = origin}));
  for (const auto& one : all) {
    client.finish(*one);
    EXPECT_EQ(one->said, client_error::refused);
    EXPECT_EQ(one->message, origin + ": Connection refused");
    EXPECT_EQ(one->times, 1);
  }
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, tells_a_host_that_is_not_known) {
  client_fixture client({.request_timeout = 9s});
  const outcome said = client.call({.url = "http://no-such-host.invalid/"});
  EXPECT_EQ(said.said, client_error::not_found);
  EXPECT_THAT(said.message, testing::StartsWith("http://no-such-host.invalid: the host is not known"));
}

TEST(http_client, tells_a_connection_that_ends_within_the_answer) {
  client_fixture client;
  for (const bool reset : {false, true}) {
    scripted_peer peer(1, [reset](connection& one, int) {
      one.read_request();
      one.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
      if (reset) one.reset_on_close();
    });
    EXPECT_EQ(client.get(peer.url()), client_error::reset);
  }
  scripted_peer peer(1, [](connection& one, int) { one.read_request(); });
  EXPECT_EQ(client.get(peer.url()), client_error::reset);
}

TEST(http_client, tells_what_is_no_http_or_too_large) {
  client_fixture client({.max_header_bytes = 200, .max_response_bytes = 1000});
  for (const std::string& bytes :
       {std::string("SSH-2.0-OpenSSH_9.2\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"),
        "HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'), "HTTP/1.1 200 OK\r\nX: " + std::string(500, 'x')}) {
    scripted_peer peer(1, [&bytes](connection& one, int) {
      one.read_request();
      one.send(bytes);
      one.wait_for_end();
    });
    EXPECT_EQ(client.get(peer.url()), client_error::bad_response) << bytes.substr(0, 40);
  }
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, gives_up_after_the_time_a_request_has) {
  client_fixture client({.max_connections_per_origin = 1});
  scripted_peer peer(1, [](connection& one, int) { one.wait_for_end(); });
  const auto first = client.start({.url = peer.url(), .timeout = 60ms});
  const auto waiting = client.start({.url = peer.url(), .timeout = 30ms});
  client.finish(*waiting);
  EXPECT_EQ(waiting->said, client_error::timed_out);
  EXPECT_EQ(first->times, 0);
  client.finish(*first);
  EXPECT_EQ(first->said, client_error::timed_out);
  EXPECT_EQ(first->message, peer.url().substr(0, peer.url().size() - 1) + ": did not answer in time");
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, gives_up_connecting) {
  // A listener whose queue is full takes no connection.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  ::listen(listener, 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::array<int, 4> others;
  for (int& one : others) {
    one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ::connect(one, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  client_fixture client({.connect_timeout = 50ms});
  const outcome said = client.call({.url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port))});
  EXPECT_EQ(said.said, client_error::timed_out);
  EXPECT_THAT(said.message, testing::HasSubstr("the connection timed out"));
  for (const int one : others) ::close(one);
  ::close(listener);
}

TEST(http_client, refuses_what_cannot_be_sent) {
  client_fixture client;
  EXPECT_EQ(client.get("nowhere"), client_error::bad_request);
  EXPECT_EQ(client.call({.method = "GET /", .url = "http://h"}).said, client_error::bad_request);
  EXPECT_EQ(client.call({.url = "http://h", .headers = {{"a b", "c"}}}).said, client_error::bad_request);
  EXPECT_EQ(client.call({.url = "http://h", .headers = {{"a", "c\r\nX: y"}}}).said, client_error::bad_request);
}

TEST(http_client, takes_an_answer_that_comes_before_the_request_is_sent) {
  client_fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send("HTTP/1.1 413 X\r\nContent-Length: 0\r\n\r\n");
    one.wait_for_end();
  });
  const auto large = text(std::string(30 * 1024 * 1024, 'x'));
  EXPECT_EQ(client.call({.method = "POST", .url = peer.url(), .body = large}).said, "413 ");
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, ends_everything_when_it_is_destroyed) {
  client_fixture client({.max_connections_per_origin = 1});
  scripted_peer peer(1, [](connection& one, int) { one.wait_for_end(); });
  const auto carried = client.start({.url = peer.url()});
  const auto waiting = client.start({.url = peer.url()});
  wait(client.loop, [&] { return peer.accepted() == 1; });
  client.subject.reset();
  for (const auto& one : {carried, waiting}) {
    EXPECT_EQ(one->said, client_error::closed);
    EXPECT_EQ(one->times, 1);
  }
}

TEST(http_client, may_be_destroyed_by_a_completion) {
  client_fixture client({.max_connections_per_origin = 1});
  echo_server server(client.loop);
  int times = 0;
  for (int i = 0; i < 3; ++i)
    client.subject->send({.url = server.url()}, [&](const result<response_view>& said) {
      ++times;
      EXPECT_EQ(said.has_value(), times == 1);
      client.subject.reset();
    });
  wait(client.loop, [&] { return times == 3; });
  EXPECT_EQ(times, 3);
}

TEST(http_client, may_be_destroyed_while_it_tells_many_of_a_failure) {
  client_fixture client;
  int times = 0;
  for (int i = 0; i < 5; ++i)
    client.subject->send({.url = "http://127.0.0.1:1"}, [&](const result<response_view>& said) {
      ++times;
      EXPECT_FALSE(said);
      client.subject.reset();
    });
  wait(client.loop, [&] { return times == 5; });
  EXPECT_EQ(times, 5);
}

TEST(http_client, answers_every_request_once_whatever_the_server_does) {
  client_fixture client({.max_connections_per_origin = 8, .request_timeout = 60ms});
  std::mt19937 random(7);  // NOLINT: the same each time
  std::vector<exchange> held;
  server moody(client.loop, {}, [&](const request& message, exchange open) {
    switch (random() % 8) {
      case 0: return;  // dropped: the connection is closed
      case 1: return held.push_back(std::move(open));
      case 2: return open.answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", false);
      case 3: return open.answer_raw("nonsense\r\n\r\n", true);
      case 4: return open.answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", true);
      default: return open.answer({.body = std::string(message.target)});
    }
  });
  moody.listen().value();
  const std::string origin = "http://127.0.0.1:" + std::to_string(moody.port()) + "/";
  std::vector<std::shared_ptr<outcome>> all;
  for (int i = 0; i < 400; ++i)
    all.push_back(client.start({.url = origin + std::to_string(i), .timeout = std::chrono::milliseconds(20 + i)}));
  for (const auto& one : all) client.finish(*one);
  held.clear();
  client.subject.reset();
  std::set<std::string> kinds;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i]->times, 1);
    kinds.insert(all[i]->said == "200 /" + std::to_string(i) ? "answered" : all[i]->said);
  }
  EXPECT_TRUE(kinds.contains("answered"));
  for (const std::string& kind : kinds)
    EXPECT_THAT(kind, testing::AnyOf("answered", "200 ", client_error::reset, client_error::timed_out,
                                     client_error::bad_response));
}

}  // namespace
}  // namespace lamina::http
