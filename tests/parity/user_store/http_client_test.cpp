#include "tests/parity/user_store/http_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "lamina/http/server.h"

namespace parity_user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

// A server that answers with what it was asked; "/silent" gets no answer.
class echo_server {
 public:
  echo_server() {
    server_.listen().value();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~echo_server() {
    loop_.stop();
    thread_.join();
  }
  base_address address() const { return {"127.0.0.1", server_.port()}; }

 private:
  void answer(const http::request& message, http::exchange open) {
    if (message.target == "/silent") {
      waiting_ = std::move(open);
      return;
    }
    open.answer({.status = 201,
                 .headers = {{"X-Sent", std::string(message.find("x-sent"))}},
                 .body = R"({"target":")" + std::string(message.target) + R"(","length":)" +
                         std::to_string(message.body.size()) + "}"});
  }

  net::event_loop loop_;
  http::exchange waiting_;
  http::server server_{
      loop_, {}, [this](const http::request& message, http::exchange open) { answer(message, std::move(open)); }};
  std::thread thread_;
};

TEST(address, is_read_from_a_url) {
  const auto read = parse_address("http://localhost:3000/prefix/");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "localhost");
  EXPECT_EQ(read->port, 3000);
  EXPECT_EQ(read->prefix, "/prefix");
  EXPECT_EQ(parse_address("http://localhost")->port, 80);
  EXPECT_EQ(parse_address("ws://localhost:3001")->port, 3001);
  for (const char* bad : {"", "localhost:3000", "https://localhost", "http://:80", "http://a:b", "http://a:99999"}) {
    EXPECT_FALSE(parse_address(bad)) << bad;
  }
}

TEST(http_client, hands_on_what_was_answered) {
  const echo_server server;
  EXPECT_TRUE(accepts_connections(server.address()));
  const json::value result =
      send_request(server.address(), "/dev/a?b=c", {"PUT", "", {{"X-Sent", "1"}}, std::string(300'000, 'x')}, 20s);
  EXPECT_EQ(result.at("status"), 201);
  EXPECT_EQ(result.at("headers").at("x-sent"), "1");
  EXPECT_EQ(json::serialize(result.at("json")), R"({"target":"/dev/a?b=c","length":300000})");
  EXPECT_EQ(result.at("bytes"), 39);
}

TEST(http_client, knows_that_head_has_no_body) {
  const echo_server server;
  const json::value result = send_request(server.address(), "/", {"HEAD", "", {}, ""}, 20s);
  EXPECT_EQ(result.at("status"), 201);
  EXPECT_EQ(result.at("bytes"), 0);
}

TEST(http_client, says_when_there_is_no_answer) {
  const echo_server server;
  EXPECT_EQ(send_request(server.address(), "/silent", {"GET", "", {}, ""}, 50ms).at("error"), "timeout");
  const base_address nobody{"127.0.0.1", 1};
  EXPECT_FALSE(accepts_connections(nobody));
  EXPECT_EQ(send_request(nobody, "/", {"GET", "", {}, ""}, 20s).at("error"), "connection refused");
}

}  // namespace
}  // namespace parity_user_store
