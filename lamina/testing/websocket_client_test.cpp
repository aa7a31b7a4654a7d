#include "lamina/testing/websocket_client.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "lamina/http/server.h"
#include "lamina/net/loop_threads.h"

namespace lamina::testing {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using kind = websocket_event::kind;

// Answers every request with these bytes; then it closes the connection, or waits for more.
class canned_server {
 public:
  canned_server(std::string answer, bool keep) {
    net::run_on(threads_[0], [&] {
      server_ = std::make_unique<http::server>(threads_[0], http::server_options{},
                                               [this, answer, keep](const http::request& message, http::exchange open) {
                                                 target_ = message.target;
                                                 open.answer_raw(answer, keep);
                                               });
      server_->listen().value();
    });
  }
  ~canned_server() {
    net::run_on(threads_[0], [&] { server_.reset(); });
  }
  std::uint16_t port() const { return server_->port(); }
  std::string last_target() {
    std::string target;
    net::run_on(threads_[0], [&] { target = target_; });
    return target;
  }

 private:
  net::loop_threads threads_{1};
  std::string target_;
  std::unique_ptr<http::server> server_;
};

TEST(websocket_client, gives_the_answer_that_refuses_it) {
  canned_server server("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", false);
  websocket_client client(server.port());
  const auto answer = client.connect("/dev?a=1");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.body, "no");
  EXPECT_EQ(server.last_target(), "/dev?a=1");
}

TEST(websocket_client, refuses_an_answer_to_another_key) {
  canned_server server("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
                       true);
  websocket_client client(server.port());
  EXPECT_THROW(client.connect("/"), std::runtime_error);
}

// What a client that believes itself connected makes of these bytes.
std::vector<websocket_event> events_of(const std::string& bytes) {
  canned_server server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" + bytes, false);
  websocket_client client(server.port());
  client.connect("/");
  std::vector<websocket_event> all;
  do all.push_back(client.next());
  while (all.back().what != kind::end);
  all.pop_back();
  return all;
}

TEST(websocket_client, puts_frames_together_and_lets_control_frames_pass) {
  const auto all = events_of(
      "\x01\x02"
      "ab"
      "\x89\x01"
      "p"
      "\x00\x01"
      "c"
      "\x80\x00"
      "\x8A\x00"
      "\x82\x01"
      "\xFF"
      "\x88\x05\x03\xE8"
      "bye"
      "\x88\x00"s);
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0].what, kind::ping);
  EXPECT_EQ(all[0].payload, "p");
  EXPECT_EQ(all[1].what, kind::text);
  EXPECT_EQ(all[1].payload, "abc");
  EXPECT_EQ(all[2].what, kind::pong);
  EXPECT_EQ(all[3].what, kind::binary);
  EXPECT_EQ(all[3].payload, "\xFF");
  EXPECT_EQ(all[4].what, kind::close);
  EXPECT_EQ(all[4].code, 1000);
  EXPECT_EQ(all[4].payload, "bye");
  EXPECT_EQ(all[5].code, 1005);
}

TEST(websocket_client, complains_of_frames_that_no_server_may_send) {
  std::vector<std::string> wrong = {"\x81\x81mask*"s, "\xC1\x00"s,  "\x83\x00"s,           "\x09\x00"s,
                                    "\x88\x01*"s,     "\x80\x01*"s, "\x01\x01*\x81\x01*"s, "\x89\x7E\x00\x7E"s};
  wrong.back().append(126, '*');
  for (const auto& bytes : wrong) EXPECT_THROW(events_of(bytes), std::runtime_error) << bytes;
}

TEST(websocket_client, waits_no_longer_than_it_is_told) {
  canned_server server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n\x81"s, true);
  websocket_client client(server.port(), 50ms);
  client.connect("/");
  EXPECT_EQ(client.next(0ms), std::nullopt);
  EXPECT_THROW(client.next(), std::runtime_error);
}

}  // namespace
}  // namespace lamina::testing
