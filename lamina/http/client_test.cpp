#include "lamina/http/client.h"

#include <gmock/gmock.h>

#include "lamina/base/detached.h"
#include "lamina/http/internal/scripted_peer.h"
#include "lamina/http/server.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using connection = scripted_peer::connection;

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Runs the loop until `done()` holds, ten seconds at most; looks again every 10 ms, since what it waits for may happen
// on another thread.
bool wait(net::event_loop& loop, const std::function<bool()>& done) {
  const auto give_up = loop.now() + 10s;
  scheduler::task_id ticking = 0;
  const std::function<void()> tick = [&] { ticking = loop.call_after(10ms, tick); };
  tick();
  loop.run_until([&] { return done() || loop.now() > give_up; });
  loop.cancel(ticking);
  return done();
}

// What became of a request: "200 body", or the name of the error.
struct outcome {
  std::string said{};
  std::string message{};
  int times = 0;
};

struct fixture {
  explicit fixture(client_options options = {}) : subject(std::make_unique<client>(loop, std::move(options))) {}

  std::shared_ptr<outcome> start(client_request request) {
    auto made = std::make_shared<outcome>();
    subject->send(std::move(request), [made](const result<response_view>& came) {
      ++made->times;
      made->said = came ? std::to_string(came->status) + " " + std::string(came->body) : came.error().name;
      if (!came) made->message = came.error().message;
    });
    return made;
  }
  void finish(const outcome& one) {
    EXPECT_TRUE(wait(loop, [&] { return one.times != 0; }));
  }
  outcome call(client_request request) {
    const auto made = start(std::move(request));
    EXPECT_EQ(made->times, 0) << "answered inside send()";
    finish(*made);
    return *made;
  }
  std::string get(std::string url) { return call({.url = std::move(url)}).said; }

  net::event_loop loop;
  std::unique_ptr<client> subject;
};

std::shared_ptr<const std::string> text(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

// Answers every request with what `answer` makes of it, on the fixture's loop.
struct echo_server {
  explicit echo_server(net::event_loop& loop, std::function<response(const request&)> answer = {})
      : listening(loop, {}, [this, answer](const request& message, exchange open) {
          targets.emplace_back(message.target);
          if (answer) return open.answer(answer(message));
          response said;
          said.body =
              std::string(message.method) + " " + std::string(message.find("x-test")) + " " + std::string(message.body);
          open.answer(said);
        }) {
    listening.listen().value();
  }
  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(listening.port()) + std::string(path);
  }

  std::vector<std::string> targets;
  server listening;
};

TEST(http_client, sends_method_headers_and_body) {
  fixture client;
  echo_server server(client.loop);
  EXPECT_EQ(
      client.call({.method = "POST", .url = server.url("/a?b=c"), .headers = {{"X-Test", "t"}}, .body = text("data")})
          .said,
      "200 POST t data");
  EXPECT_EQ(server.targets, std::vector<std::string>{"/a?b=c"});
}

TEST(http_client, writes_what_it_must_and_nothing_twice) {
  fixture client;
  std::string first;
  std::string second;
  scripted_peer peer(1, [&](connection& one, int) {
    first = one.read_request(2);
    one.send(ok);
    second = one.read_request();
    one.send(ok);
  });
  client.call({.method = "PUT",
               .url = peer.url("/x"),
               .headers = {{"content-length", "99"}, {"Transfer-Encoding", "chunked"}, {"Connection", "close"}},
               .body = text("hi")});
  client.call({.url = peer.url(), .headers = {{"host", "other"}, {"user-agent", "me"}}});
  EXPECT_EQ(first, "PUT /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
                       "\r\nUser-Agent: lamina\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_EQ(second, "GET / HTTP/1.1\r\nhost: other\r\nuser-agent: me\r\n\r\n");
}

TEST(http_client, keeps_a_connection_for_the_next_request) {
  fixture client;
  echo_server server(client.loop);
  for (int i = 0; i < 10; ++i) client.get(server.url());
  EXPECT_EQ(client.subject->connection_count(), 1u);
}

TEST(http_client, a_completion_may_send_the_next_request_on_the_same_connection) {
  fixture client;
  scripted_peer peer(1, [&](connection& one, int) {
    for (int i = 0; i < 3; ++i) {
      one.read_request();
      one.send(ok);
    }
  });
  int left = 3;
  std::function<void()> next = [&] {
    client.subject->send({.url = peer.url()}, [&](const result<response_view>& said) {
      ASSERT_TRUE(said) << said.error().message;
      if (--left > 0) next();
    });
  };
  next();
  wait(client.loop, [&] { return left == 0; });
  EXPECT_EQ(left, 0);
  EXPECT_EQ(peer.accepted(), 1);
}

TEST(http_client, bounds_the_connections_to_an_origin_and_queues_the_rest) {
  fixture client({.max_connections_per_origin = 3});
  echo_server server(client.loop);
  std::vector<std::shared_ptr<outcome>> all;
  for (int i = 0; i < 50; ++i) all.push_back(client.start({.url = server.url("/" + std::to_string(i))}));
  for (const auto& one : all) client.finish(*one);
  for (const auto& one : all) EXPECT_EQ(one->said, "200 GET  ");
  EXPECT_EQ(client.subject->connection_count(), 3u);
  EXPECT_EQ(server.targets.size(), 50u);
}

TEST(http_client, speaks_to_several_origins) {
  fixture client({.max_connections_per_origin = 1});
  echo_server one(client.loop);
  echo_server other(client.loop);
  const auto first = client.start({.url = one.url()});
  const auto second = client.start({.url = other.url()});
  client.finish(*first);
  client.finish(*second);
  EXPECT_EQ(first->said + second->said, "200 GET  200 GET  ");
  EXPECT_EQ(client.subject->connection_count(), 2u);
}

TEST(http_client, a_completion_may_send_to_another_origin) {
  fixture client;
  echo_server one(client.loop);
  echo_server other(client.loop);
  std::string said;
  client.subject->send({.url = one.url()}, [&](const result<response_view>&) {
    client.subject->send({.url = other.url()}, [&](const result<response_view>& came) { said = came->body; });
  });
  wait(client.loop, [&] { return !said.empty(); });
  EXPECT_EQ(said, "GET  ");
}

TEST(http_client, localhost_needs_no_resolver) {
  fixture client;
  echo_server server(client.loop);
  EXPECT_EQ(client.get("http://localhost:" + std::to_string(server.listening.port())), "200 GET  ");
}

TEST(http_client, reads_responses_of_all_kinds) {
  fixture client;
  const std::pair<std::string, std::string> cases[] = {
      {"HTTP/1.1 204 No Content\r\n\r\n", "204 "},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "200 x"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", "200 abcd"},
      {"HTTP/1.0 200 OK\r\n\r\nuntil the end", "200 until the end"},
      {"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "500 "},
  };
  for (const auto& [bytes, expected] : cases) {
    scripted_peer peer(1, [&bytes = bytes](connection& one, int) {
      one.read_request();
      one.send(bytes);
    });
    EXPECT_EQ(client.get(peer.url()), expected);
  }
}

TEST(http_client, a_response_to_head_has_no_body) {
  fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    one.read_request();
    one.send(ok);
  });
  EXPECT_EQ(client.call({.method = "HEAD", .url = peer.url()}).said, "200 ");
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  EXPECT_EQ(peer.accepted(), 1);
}

TEST(http_client, sends_again_what_met_a_connection_that_was_closed_while_idle) {
  fixture client;
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
  fixture client;
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
  fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send(ok);
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  wait(client.loop, [&] { return client.subject->connection_count() == 0; });
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, does_not_keep_what_the_server_will_close) {
  fixture client;
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
  fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send(std::string(ok) + std::string(ok));
    one.wait_for_end();
  });
  EXPECT_EQ(client.get(peer.url()), "200 ok");
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, closes_what_is_idle_for_too_long) {
  fixture client({.idle_timeout = 40ms});
  echo_server server(client.loop);
  client.get(server.url());
  EXPECT_EQ(client.subject->connection_count(), 1u);
  wait(client.loop, [&] { return client.subject->connection_count() == 0; });
  EXPECT_EQ(client.subject->connection_count(), 0u);
  EXPECT_EQ(client.get(server.url()), "200 GET  ");
}

TEST(http_client, tells_a_refused_connection) {
  fixture client;
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
  fixture client({.request_timeout = 9s});
  const outcome said = client.call({.url = "http://no-such-host.invalid/"});
  EXPECT_EQ(said.said, client_error::not_found);
  EXPECT_THAT(said.message, testing::StartsWith("http://no-such-host.invalid: the host is not known"));
}

TEST(http_client, tells_a_connection_that_ends_within_the_answer) {
  fixture client;
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
  fixture client({.max_header_bytes = 200, .max_response_bytes = 1000});
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
  fixture client({.max_connections_per_origin = 1});
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
  fixture client({.connect_timeout = 50ms});
  const outcome said = client.call({.url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port))});
  EXPECT_EQ(said.said, client_error::timed_out);
  EXPECT_THAT(said.message, testing::HasSubstr("the connection timed out"));
  for (const int one : others) ::close(one);
  ::close(listener);
}

TEST(http_client, refuses_what_cannot_be_sent) {
  fixture client;
  EXPECT_EQ(client.get("nowhere"), client_error::bad_request);
  EXPECT_EQ(client.call({.method = "GET /", .url = "http://h"}).said, client_error::bad_request);
  EXPECT_EQ(client.call({.url = "http://h", .headers = {{"a b", "c"}}}).said, client_error::bad_request);
  EXPECT_EQ(client.call({.url = "http://h", .headers = {{"a", "c\r\nX: y"}}}).said, client_error::bad_request);
}

TEST(http_client, takes_an_answer_that_comes_before_the_request_is_sent) {
  fixture client;
  scripted_peer peer(1, [](connection& one, int) {
    one.read_request();
    one.send("HTTP/1.1 413 X\r\nContent-Length: 0\r\n\r\n");
    one.wait_for_end();
  });
  const auto large = text(std::string(30 * 1024 * 1024, 'x'));
  EXPECT_EQ(client.call({.method = "POST", .url = peer.url(), .body = large}).said, "413 ");
  EXPECT_EQ(client.subject->connection_count(), 0u);
}

TEST(http_client, sends_large_bodies_in_pieces) {
  fixture client;
  const auto large = text(std::string(9 * 1024 * 1024, 'x'));
  echo_server server(client.loop,
                     [](const request& message) { return response{.body = std::to_string(message.body.size())}; });
  EXPECT_EQ(client.call({.method = "POST", .url = server.url(), .body = large}).said, "200 9437184");
}

TEST(http_client, ends_everything_when_it_is_destroyed) {
  fixture client({.max_connections_per_origin = 1});
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
  fixture client({.max_connections_per_origin = 1});
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
  fixture client;
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

detached fetch_one(client& through, std::string url, std::string& said) {
  client_request request{.url = std::move(url)};
  const result<response> came = co_await through.fetch(std::move(request));
  said = came ? came->body + " " + came->headers.at(0).second : came.error().name;
}

TEST(http_client, can_be_awaited) {
  fixture client;
  echo_server server(client.loop);
  std::string said;
  fetch_one(client::of(client.loop), server.url(), said);
  wait(client.loop, [&] { return !said.empty(); });
  EXPECT_EQ(said, "GET   5");
}

TEST(http_client, of_a_loop_is_one_and_goes_with_it) {
  std::string said;
  {
    net::event_loop loop;
    scripted_peer peer(1, [](connection& one, int) { one.wait_for_end(); });
    client& own = client::of(loop);
    EXPECT_EQ(&client::of(loop), &own);
    fetch_one(own, peer.url(), said);
    wait(loop, [&] { return peer.accepted() == 1; });
    EXPECT_EQ(own.connection_count(), 1u);
  }
  EXPECT_EQ(said, client_error::closed);
}

TEST(http_client, a_task_that_is_dropped_while_it_waits_is_not_resumed) {
  fixture client;
  echo_server server(client.loop);
  { const task<result<response>> dropped = client.subject->fetch({.url = server.url()}); }
  EXPECT_EQ(client.get(server.url()), "200 GET  ");
}

}  // namespace
}  // namespace lamina::http
