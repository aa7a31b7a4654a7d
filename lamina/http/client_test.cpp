#include "lamina/http/client.h"

#include <gmock/gmock.h>

#include "lamina/base/detached.h"
#include "lamina/http/internal/client_fixture.h"

namespace lamina::http {
namespace {

TEST(http_client, sends_method_headers_and_body) {
  client_fixture client;
  echo_server server(client.loop);
  EXPECT_EQ(
      client.call({.method = "POST", .url = server.url("/a?b=c"), .headers = {{"X-Test", "t"}}, .body = text("data")})
          .said,
      "200 POST t data");
  EXPECT_EQ(server.targets, std::vector<std::string>{"/a?b=c"});
}

TEST(http_client, writes_what_it_must_and_nothing_twice) {
  client_fixture client;
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
  client_fixture client;
  echo_server server(client.loop);
  for (int i = 0; i < 10; ++i) client.get(server.url());
  EXPECT_EQ(client.subject->connection_count(), 1u);
}

TEST(http_client, a_completion_may_send_the_next_request_on_the_same_connection) {
  client_fixture client;
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
  client_fixture client({.max_connections_per_origin = 3});
  echo_server server(client.loop);
  std::vector<std::shared_ptr<outcome>> all;
  for (int i = 0; i < 50; ++i) all.push_back(client.start({.url = server.url("/" + std::to_string(i))}));
  for (const auto& one : all) client.finish(*one);
  for (const auto& one : all) EXPECT_EQ(one->said, "200 GET  ");
  EXPECT_EQ(client.subject->connection_count(), 3u);
  EXPECT_EQ(server.targets.size(), 50u);
}

TEST(http_client, speaks_to_several_origins) {
  client_fixture client({.max_connections_per_origin = 1});
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
  client_fixture client;
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
  client_fixture client;
  echo_server server(client.loop);
  EXPECT_EQ(client.get("http://localhost:" + std::to_string(server.listening.port())), "200 GET  ");
}

TEST(http_client, reads_responses_of_all_kinds) {
  client_fixture client;
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
  client_fixture client;
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

TEST(http_client, sends_large_bodies_in_pieces) {
  client_fixture client;
  const auto large = text(std::string(9 * 1024 * 1024, 'x'));
  echo_server server(client.loop,
                     [](const request& message) { return response{.body = std::to_string(message.body.size())}; });
  EXPECT_EQ(client.call({.method = "POST", .url = server.url(), .body = large}).said, "200 9437184");
}

detached fetch_one(client& through, std::string url, std::string& said) {
  client_request request{.url = std::move(url)};
  const result<response> came = co_await through.fetch(std::move(request));
  said = came ? came->body + " " + came->headers.at(0).second : came.error().name;
}

TEST(http_client, can_be_awaited) {
  client_fixture client;
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
  client_fixture client;
  echo_server server(client.loop);
  { const task<result<response>> dropped = client.subject->fetch({.url = server.url()}); }
  EXPECT_EQ(client.get(server.url()), "200 GET  ");
}

}  // namespace
}  // namespace lamina::http
