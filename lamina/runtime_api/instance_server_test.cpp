#include "lamina/runtime_api/instance_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

#include "lamina/runtime_api/protocol.h"

namespace lamina::runtime_api {
namespace {

struct said {
  report_kind kind;
  std::string body, error_type;
};

struct recorder final : instance_listener {
  void on_poll() override { ++polls; }
  void on_poll_lost() override { ++lost; }
  void on_report(const report& what) override {
    reports.push_back({what.kind, std::string(what.body), std::string(what.error_type)});
  }
  int polls = 0;
  int lost = 0;
  std::vector<said> reports;
};

// A server and the loop under it, with the clients' side in the same thread.
struct api_test : testing::Test {
  api_test() : server(loop, listener) { EXPECT_TRUE(server.listen()); }

  template <class Predicate>
  void wait_until(Predicate done) {
    const steady_time give_up = loop.now() + std::chrono::seconds(60);
    tick();
    loop.run_until([&] { return done() || loop.now() > give_up; });
    ASSERT_TRUE(done()) << "nothing happened for a minute";
  }

  void tick() {
    if (is_ticking) return;
    is_ticking = true;
    loop.call_after(std::chrono::milliseconds(10), [this] {
      is_ticking = false;
      tick();
    });
  }

  void deliver(std::string_view id, std::string_view event = "{}") {
    server.deliver({.event = event,
                    .request_id = id,
                    .deadline = system_time(std::chrono::milliseconds(1'700'000'000'123)),
                    .function_arn = "arn:f",
                    .trace_id = "Root=1",
                    .client_context = "{\"a\":\n1}"});
  }

  net::event_loop loop;
  recorder listener;
  instance_server server;
  bool is_ticking = false;
};

class client {
 public:
  explicit client(api_test& test) : test_(test), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(test.server.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  client(const client&) = delete;
  client& operator=(const client&) = delete;
  ~client() { ::close(fd_); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
      if (size < 0 && errno != EAGAIN) return;
      if (size < 0) test_.wait_until([this] { return is_writable(); });
    }
  }
  void get(std::string_view path) { send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n"); }
  void next() { get(std::string(base_path) + "invocation/next"); }
  void post(std::string_view path, std::string_view body, std::string_view headers = "") {
    send("POST " + std::string(base_path) + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  }

  // The next whole response; status 0 when the connection was closed instead.
  int receive() {
    test_.wait_until([this] { return is_closed_ || is_complete(); });
    if (!is_complete()) return 0;
    head = buffer_.substr(0, buffer_.find("\r\n\r\n") + 2);
    body = buffer_.substr(head.size() + 2, length());
    buffer_.erase(0, head.size() + 2 + body.size());
    return std::atoi(head.c_str() + 9);
  }

  int exchange(std::string_view path, std::string_view content, std::string_view headers = "") {
    post(path, content, headers);
    return receive();
  }

  std::string head, body;

 private:
  bool is_writable() const {
    pollfd wanted{.fd = fd_, .events = POLLOUT, .revents = 0};
    return ::poll(&wanted, 1, 0) == 1;
  }
  std::size_t length() const {
    const std::size_t at = buffer_.find("Content-Length: ");
    return static_cast<std::size_t>(std::atoll(buffer_.c_str() + at + 16));
  }
  bool is_complete() {
    char bytes[65536];
    for (ssize_t size; (size = ::recv(fd_, bytes, sizeof bytes, MSG_DONTWAIT)) >= 0;) {
      if (size == 0) is_closed_ = true;
      if (size == 0) break;
      buffer_.append(bytes, static_cast<std::size_t>(size));
    }
    const std::size_t end = buffer_.find("\r\n\r\n");
    return end != std::string::npos && buffer_.size() >= end + 4 + length();
  }

  api_test& test_;
  int fd_;
  std::string buffer_;
  bool is_closed_ = false;
};

TEST_F(api_test, a_poll_waits_for_its_event_and_gets_lambdas_headers) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return listener.polls == 1; });
  EXPECT_TRUE(server.is_polled());
  deliver("id-1", R"({"x":1})");
  EXPECT_FALSE(server.is_polled());
  EXPECT_EQ(runtime.receive(), 200);
  EXPECT_EQ(runtime.body, R"({"x":1})");
  EXPECT_EQ(runtime.head,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: id-1\r\n"
            "Lambda-Runtime-Deadline-Ms: 1700000000123\r\nLambda-Runtime-Invoked-Function-Arn: arn:f\r\n"
            "Lambda-Runtime-Trace-Id: Root=1\r\nLambda-Runtime-Client-Context: {\"a\": 1}\r\nContent-Length: 7\r\n");
}

TEST_F(api_test, a_response_is_accepted_and_reported_once) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  EXPECT_EQ(runtime.exchange("invocation/id-1/response", "\"done\""), 202);
  EXPECT_EQ(runtime.body, R"({"status":"OK"})");
  EXPECT_EQ(runtime.exchange("invocation/id-1/response", "\"again\""), 403);
  EXPECT_EQ(runtime.body,
            R"({"errorMessage":"State transition from InvocationResponse to InvocationResponse failed for runtime. )"
            R"(Error: State transition is not allowed","errorType":"InvalidStateTransition"})");
  ASSERT_EQ(listener.reports.size(), 1U);
  EXPECT_EQ(listener.reports[0].kind, report_kind::response);
  EXPECT_EQ(listener.reports[0].body, "\"done\"");
}

TEST_F(api_test, an_error_is_reported_with_its_type) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  EXPECT_EQ(runtime.exchange("invocation/id-1/error", R"({"errorMessage":"m"})",
                             "lambda-runtime-function-error-type: Function.Bad\r\n"),
            202);
  ASSERT_EQ(listener.reports.size(), 1U);
  EXPECT_EQ(listener.reports[0].kind, report_kind::error);
  EXPECT_EQ(listener.reports[0].body, R"({"errorMessage":"m"})");
  EXPECT_EQ(listener.reports[0].error_type, "Function.Bad");
}

TEST_F(api_test, an_answer_for_another_request_is_refused) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  EXPECT_EQ(runtime.exchange("invocation/id-2/response", "1"), 400);
  EXPECT_EQ(runtime.body, R"({"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"})");
  EXPECT_TRUE(listener.reports.empty());
  EXPECT_EQ(runtime.exchange("invocation/id-1/response", "1"), 202);
}

TEST_F(api_test, calls_out_of_order_are_refused) {
  client runtime(*this);
  EXPECT_EQ(runtime.exchange("invocation/id-1/response", "1"), 403);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  EXPECT_EQ(runtime.exchange("init/error", "{}"), 403);
  runtime.next();
  EXPECT_EQ(runtime.receive(), 403);
  EXPECT_EQ(runtime.body, R"({"errorMessage":"State transition from Running to Ready failed for runtime. )"
                          R"(Error: State transition is not allowed","errorType":"InvalidStateTransition"})");
  EXPECT_TRUE(listener.reports.empty());
}

TEST_F(api_test, an_init_error_is_reported_and_ends_the_conversation) {
  client runtime(*this);
  EXPECT_EQ(runtime.exchange("init/error", R"({"errorMessage":"m"})"), 202);
  ASSERT_EQ(listener.reports.size(), 1U);
  EXPECT_EQ(listener.reports[0].kind, report_kind::init_error);
  runtime.next();
  EXPECT_EQ(runtime.receive(), 403);
  EXPECT_EQ(listener.polls, 0);
}

TEST_F(api_test, a_response_over_the_limit_is_refused_and_reported) {
  for (const std::size_t size : {max_response_bytes + 1, 3 * max_response_bytes}) {
    client fresh(*this);
    fresh.next();
    wait_until([&] { return server.is_polled(); });
    deliver("id-1");
    fresh.receive();
    listener.reports.clear();
    EXPECT_EQ(fresh.exchange("invocation/id-1/response", std::string(size, '1')), 413);
    EXPECT_EQ(fresh.body, R"({"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).",)"
                          R"("errorType":"RequestEntityTooLarge"})");
    ASSERT_EQ(listener.reports.size(), 1U);
    EXPECT_EQ(listener.reports[0].kind, report_kind::too_large);
  }
}

TEST_F(api_test, a_poll_whose_client_goes_away_is_lost_and_may_come_back) {
  {
    client runtime(*this);
    runtime.next();
    wait_until([&] { return server.is_polled(); });
  }
  wait_until([&] { return listener.lost == 1; });
  EXPECT_FALSE(server.is_polled());
  client again(*this);
  again.next();
  wait_until([&] { return listener.polls == 2; });
  deliver("id-1");
  EXPECT_EQ(again.receive(), 200);
}

TEST_F(api_test, a_second_poll_takes_the_place_of_the_first) {
  client first(*this);
  first.next();
  wait_until([&] { return server.is_polled(); });
  client second(*this);
  second.next();
  EXPECT_EQ(first.receive(), 0);  // closed
  EXPECT_TRUE(server.is_polled());
  deliver("id-1");
  EXPECT_EQ(second.receive(), 200);
  EXPECT_EQ(listener.polls, 1);
  EXPECT_EQ(listener.lost, 0);
}

TEST_F(api_test, what_is_no_call_is_not_found) {
  client runtime(*this);
  runtime.get("/");
  EXPECT_EQ(runtime.receive(), 404);
  EXPECT_EQ(runtime.exchange("invocation/next", ""), 404);
  runtime.send("\x16\x03\x01 nonsense\r\n\r\n");
  EXPECT_EQ(runtime.receive(), 400);
}

TEST_F(api_test, a_response_and_the_next_poll_may_come_in_one_write) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  const std::string body = "\"one\"";
  runtime.send("POST " + std::string(base_path) +
               "invocation/id-1/response HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n" + body + "GET " +
               std::string(base_path) + "invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(runtime.receive(), 202);
  wait_until([&] { return listener.polls == 2; });
  deliver("id-2");
  EXPECT_EQ(runtime.receive(), 200);
  EXPECT_NE(runtime.head.find("Aws-Request-Id: id-2"), std::string::npos);
}

TEST_F(api_test, a_response_that_is_still_arriving_is_read_to_its_end) {
  client runtime(*this);
  runtime.next();
  wait_until([&] { return server.is_polled(); });
  deliver("id-1");
  runtime.receive();
  const std::string start = "POST " + std::string(base_path) + "invocation/id-1/response HTTP/1.1\r\nHost: x\r\n";
  runtime.send(start + "Content-Length: 6\r\n\r\n\"la");
  loop.run_until([turns = 0]() mutable { return ++turns > 10; });
  bool is_drained = false;
  server.drain([&] { is_drained = true; });
  runtime.send("st\"");
  wait_until([&] { return is_drained; });
  ASSERT_EQ(listener.reports.size(), 1U);
  EXPECT_EQ(listener.reports[0].body, "\"last\"");
}

}  // namespace
}  // namespace lamina::runtime_api
