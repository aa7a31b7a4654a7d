#include "lamina/http/server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "lamina/http/internal/running_server.h"
#include "lamina/testing/raw_http_client.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;
using testing::raw_http_client;

TEST(server, answers_a_request_and_keeps_the_connection) {
  running_server running;
  raw_http_client client(running.port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto response = client.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.reason, "OK");
    EXPECT_EQ(response.body, "GET /a?b=1 ");
    EXPECT_EQ(response.header("connection"), "");
    EXPECT_EQ(response.header("content-length"), "11");
  }
}

TEST(server, reads_counted_and_chunked_bodies_in_any_pieces) {
  running_server running;
  raw_http_client client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(client.read_response().body, "POST / hello");
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n";
  for (const char c : chunked) client.send({&c, 1});
  EXPECT_EQ(client.read_response().body, "POST / hello");
}

TEST(server, pipelined_requests_are_answered_in_order) {
  running_server running;
  raw_http_client client(running.port());
  std::string requests;
  for (int i = 0; i < 200; ++i)
    requests += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";
  client.send(requests);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.read_response().body, "POST /" + std::to_string(i) + " ok");
}

TEST(server, pipelined_requests_wait_for_a_late_answer) {
  std::vector<exchange> open;
  std::atomic<int> seen = 0;
  running_server running({}, [&](const request& message, exchange one) {
    ++seen;
    if (message.target == "/late")
      open.push_back(std::move(one));
    else
      one.answer({.body = std::string(message.target)});
  });
  raw_http_client client(running.port());
  client.send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  while (seen == 0) std::this_thread::yield();
  client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\nGET /last HTTP/1.1\r\nHost: x\r\n\r\n");
  running.on_loop([&] { open[0].answer({.body = "late"}); });
  EXPECT_EQ(client.read_response().body, "late");
  EXPECT_EQ(client.read_response().body, "/next");
  EXPECT_EQ(client.read_response().body, "/last");
  running.on_loop([&] { open.clear(); });
}

TEST(server, views_hold_until_the_answer_though_more_arrives) {
  std::vector<std::pair<request, exchange>> open;
  std::atomic<int> seen = 0;
  running_server running({}, [&](const request& message, exchange one) {
    open.emplace_back(message, std::move(one));
    ++seen;
  });
  raw_http_client client(running.port());
  const std::string body(5000, 'b');
  client.send("POST /kept HTTP/1.1\r\nHost: x\r\nX-Name: value\r\nContent-Length: 5000\r\n\r\n" + body);
  while (seen == 0) std::this_thread::yield();
  client.send("GET /second HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(20'000, 'y') + "\r\n\r\n");
  running.on_loop([&] {
    auto [message, one] = std::move(open[0]);
    EXPECT_EQ(message.find("x-name"), "value");
    EXPECT_EQ(message.body, body);
    EXPECT_EQ(message.remote_address, "127.0.0.1");
    EXPECT_EQ(message.local_port, running.port());
    one.answer({.body = std::string(message.target)});
  });
  EXPECT_EQ(client.read_response().body, "/kept");
  while (seen < 2) std::this_thread::yield();
  running.on_loop([&] {
    EXPECT_EQ(open[1].first.find("X-LONG").size(), 20'000u);
    open[1].second.answer({.body = "2"});
    open.clear();
  });
  EXPECT_EQ(client.read_response().body, "2");
}

TEST(server, expect_100_continue_is_answered_before_the_body_comes) {
  running_server running;
  raw_http_client client(running.port());
  for (int i = 0; i < 2; ++i) {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 100);
    client.send("ok");
    EXPECT_EQ(client.read_response().body, "POST / ok");
  }
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 413);
}

TEST(server, http_1_0_closes_unless_asked_to_keep_the_connection) {
  running_server running;
  raw_http_client closing(running.port());
  closing.send("GET / HTTP/1.0\r\n\r\n");
  const auto response = closing.read_response();
  EXPECT_EQ(response.header("x-version"), "10");
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_TRUE(closing.is_closed());

  raw_http_client keeping(running.port());
  keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(keeping.read_response().header("connection"), "keep-alive");
  keeping.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(keeping.read_response().status, 200);
}

TEST(server, connection_close_is_honoured) {
  running_server running;
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /unread HTTP/1.1\r\n");
  EXPECT_EQ(client.read_response().header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, a_client_that_only_stopped_sending_still_gets_its_answer) {
  running_server running;
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.shutdown_sending();
  EXPECT_EQ(client.read_response().body, "GET / ");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, answers_to_head_and_204_have_no_body) {
  running_server running({}, [](const request& message, exchange open) {
    open.answer({.status = message.method == "HEAD" ? 200 : 204, .body = "ignored"});
  });
  raw_http_client client(running.port());
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_response(true).header("content-length"), "7");
  const auto response = client.read_response();
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header("content-length"), "");
}

TEST(server, refusals_are_answered_as_the_caller_wants_and_closed) {
  running_server running({}, running_server::echo, [](int status, std::string_view client) {
    return response{.status = status, .headers = {{"X-Refused", std::string(client)}}, .body = "no"};
  });
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost : x\r\n\r\n");
  const auto response = client.read_response();
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.header("x-refused"), "127.0.0.1");
  EXPECT_EQ(response.body, "no");
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, clients_that_do_not_take_their_answers_make_it_keep_so_much_and_no_more) {
  constexpr std::size_t size = 32 << 20;  // more than the system keeps for a connection
  const std::string body(size, 'x');
  running_server running({.max_unsent_bytes = 40 << 20},
                         [&](const request&, exchange open) { open.answer({.body = body}); });
  constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  raw_http_client first(running.port());
  first.send(get);
  EXPECT_EQ(first.read_response(true).status, 200);  // by now the rest waits
  raw_http_client second(running.port());
  second.send(get);
  EXPECT_LT(second.read_to_end().size(), size);
  EXPECT_EQ(first.read_bytes(size).size(), size);
  first.send(get);
  EXPECT_EQ(first.read_response().body.size(), size);
}

TEST(server, a_body_beyond_the_limit_is_refused_and_the_answer_arrives) {
  running_server running({.max_body_bytes = 1000});
  raw_http_client counted(running.port());
  counted.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'x'));
  EXPECT_EQ(counted.read_response().status, 413);
  counted.shutdown_sending();
  EXPECT_TRUE(counted.is_closed());
  raw_http_client chunked(running.port());
  chunked.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + std::string(1024, 'x'));
  EXPECT_EQ(chunked.read_response().status, 413);
}

TEST(server, a_request_that_does_not_end_in_time_gets_408) {
  running_server running({.header_timeout = 30ms, .body_timeout = 30ms});
  raw_http_client head(running.port());
  head.send("GET / HTT");
  EXPECT_EQ(head.read_response().status, 408);
  raw_http_client body(running.port());
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_EQ(body.read_response().status, 408);
}

TEST(server, an_idle_connection_is_closed_without_a_word) {
  running_server running({.idle_timeout = 30ms});
  raw_http_client client(running.port());
  EXPECT_EQ(client.read_to_end(), "");
  raw_http_client used(running.port());
  used.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(used.read_response().status, 200);
  EXPECT_EQ(used.read_to_end(), "");
}

TEST(server, a_client_that_does_not_take_its_answer_is_dropped) {
  running_server running({.body_timeout = 50ms},
                         [](const request&, exchange open) { open.answer({.body = std::string(50'000'000, 'x')}); });
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  std::promise<void> drained;
  running.on_loop([&] { running.served().drain([&] { drained.set_value(); }); });
  drained.get_future().wait();
  EXPECT_THROW(client.read_response(), std::runtime_error);
}

TEST(server, a_large_answer_reaches_a_slow_client_whole) {
  running_server running({}, [](const request&, exchange open) {
    std::string body(20'000'000, 'x');
    body.back() = 'y';
    open.answer({.body = std::move(body)});
  });
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  for (int i = 0; i < 2; ++i) {
    const auto response = client.read_response();
    EXPECT_EQ(response.body.size(), 20'000'000u);
    EXPECT_EQ(response.body.back(), 'y');
  }
}

TEST(server, raw_answers_go_out_as_they_are) {
  running_server running({}, [](const request& message, exchange open) {
    EXPECT_TRUE(open.keeps_alive());
    open.answer_raw("HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi", message.target == "/keep");
  });
  raw_http_client client(running.port());
  client.send("GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_response().reason, "Odd");
  client.send("GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_response().body, "hi");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, a_dropped_exchange_closes_the_connection) {
  running_server running({}, [](const request&, exchange) {});
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.is_closed());
}

TEST(server, tells_when_a_client_goes_away_before_the_answer) {
  for (const bool reset : {false, true}) {
    std::vector<exchange> open;
    std::promise<void> waiting;
    std::promise<void> gone;
    running_server running({}, [&](const request&, exchange one) {
      one.on_disconnect([&] { gone.set_value(); });
      open.push_back(std::move(one));
      waiting.set_value();
    });
    raw_http_client client(running.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    waiting.get_future().wait();
    if (reset)
      client.reset();
    else
      client.shutdown_sending();
    gone.get_future().wait();
    running.on_loop([&] {
      open[0].answer({.body = "for nobody"});
      open.clear();
    });
  }
}

TEST(server, a_connection_can_be_taken_over) {
  std::promise<detached_socket> taken;
  running_server running({}, [&](const request& message, exchange open) {
    EXPECT_EQ(message.find("upgrade"), "other");
    taken.set_value(open.detach());
  });
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nmore");
  const auto socket = taken.get_future().get();
  ASSERT_GE(socket.descriptor, 0);
  EXPECT_EQ(socket.unread, "more");
  EXPECT_EQ(::write(socket.descriptor, "other", 5), 5);
  EXPECT_NE(::fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC, 0);
  ::close(socket.descriptor);
  EXPECT_EQ(client.read_to_end(), "other");
}

TEST(server, draining_answers_what_has_come_and_then_ends) {
  std::vector<exchange> open;
  std::promise<void> waiting;
  running_server running({}, [&](const request& message, exchange one) {
    if (message.target != "/late") return one.answer({.body = "soon"});
    open.push_back(std::move(one));
    waiting.set_value();
  });
  raw_http_client idle(running.port());
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.read_response();
  raw_http_client busy(running.port());
  busy.send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting.get_future().wait();
  raw_http_client just_connected(running.port());
  std::promise<void> drained;
  std::atomic<bool> done = false;
  running.on_loop([&] {
    running.served().drain([&] {
      done = true;
      drained.set_value();
    });
  });
  EXPECT_TRUE(idle.is_closed());
  just_connected.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto last = just_connected.read_response();
  EXPECT_EQ(last.body, "soon");
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_FALSE(done);
  running.on_loop([&] {
    open[0].answer({.body = "late"});
    open.clear();
  });
  EXPECT_EQ(busy.read_response().body, "late");
  EXPECT_TRUE(busy.is_closed());
  drained.get_future().wait();
  EXPECT_THROW(raw_http_client refused(running.port()), std::runtime_error);
}

TEST(server, connections_beyond_the_limit_are_closed) {
  int said = 0;
  running_server running({.max_connections = 1});
  running.on_loop([&] {
    running.served().on_refusal([&](std::string_view why) {
      EXPECT_NE(why.find("with 1 connections: the most connections allowed"), std::string::npos) << why;
      ++said;
    });
  });
  raw_http_client first(running.port());
  first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(first.read_response().status, 200);
  for (int i = 0; i < 2; ++i) {
    raw_http_client second(running.port());
    EXPECT_TRUE(second.is_closed());
  }
  running.on_loop([&] { EXPECT_EQ(said, 1); });
}

// Leaves this process no descriptor beyond those it has.
class no_descriptors_left {
 public:
  no_descriptors_left() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(0);
    ::close(next);
    rlimit tight = before_;
    tight.rlim_cur = static_cast<rlim_t>(next);
    ::setrlimit(RLIMIT_NOFILE, &tight);
  }
  ~no_descriptors_left() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(server, without_descriptors_clients_wait_and_it_is_said_once) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UndefinedBehaviorSanitizer looks at types through a pipe, and takes each for a wrong one without";
#endif
  net::event_loop loop;
  server one(loop, {}, running_server::echo);
  std::vector<std::string> said;
  one.on_refusal([&](std::string_view why) { said.emplace_back(why); });
  one.listen().value();
  raw_http_client client(one.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  {
    const no_descriptors_left tight;
    bool passed = false;  // long enough for several attempts
    loop.call_after(350ms, [&] { passed = true; });
    loop.run_until([&] { return passed; });
    EXPECT_EQ(said, std::vector<std::string>{"port " + std::to_string(one.port()) +
                                             " with 0 connections: Too many open files; new clients wait"});
  }
  int status = 0;
  std::thread reading([&] { loop.post([&, came = client.read_response().status] { status = came; }); });
  loop.run_until([&] { return status != 0; });
  reading.join();
  EXPECT_EQ(status, 200);
}

TEST(server, an_exchange_may_outlive_its_server) {
  net::event_loop loop;
  std::vector<exchange> open;
  auto one = std::make_unique<server>(loop, server_options{},
                                      [&](const request&, exchange held) { open.push_back(std::move(held)); });
  one->listen().value();
  raw_http_client client(one->port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  loop.run_until([&] { return !open.empty(); });
  one.reset();
  open[0].answer({.body = "x"});
  EXPECT_TRUE(client.is_closed());
  open.clear();
}

TEST(server, two_loops_may_share_a_port_and_otherwise_none_may) {
  net::event_loop loop;
  server first(loop, {.reuse_port = true}, running_server::echo);
  ASSERT_TRUE(first.listen());
  server second(loop, {.port = first.port(), .reuse_port = true}, running_server::echo);
  EXPECT_TRUE(second.listen());
  server third(loop, {.port = first.port()}, running_server::echo);
  const auto refused = third.listen();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(first.port()) + ": Address already in use");
}

TEST(server, a_host_that_is_no_address_is_an_error) {
  net::event_loop loop;
  server wrong(loop, {.host = "nowhere.example"}, running_server::echo);
  const auto refused = wrong.listen();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "cannot listen on \"nowhere.example\": expected an IP address");
}

TEST(server, sockets_are_not_inherited_by_child_processes) {
  running_server running;
  raw_http_client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.read_response();
  int sockets = 0;
  for (int descriptor = 3; descriptor < 64; ++descriptor) {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) continue;
    ++sockets;
    EXPECT_NE(::fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0) << descriptor;
  }
  EXPECT_GE(sockets, 3);
}

}  // namespace
}  // namespace lamina::http
