// The gateway over TLS: what functions hear of it, WebSockets, and the port for functions.
#include <gtest/gtest.h>

#include <chrono>

#include "lamina/base/log.h"
#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "lamina/http/internal/tls_client.h"
#include "lamina/http/tls.h"
#include "lamina/net/loop_threads.h"
#include "lamina/testing/raw_http_client.h"
#include "tests/gateway/watched_function.h"

namespace lamina {
namespace {

using http::tls_client;

constexpr const char* service_text = R"(service: socket
provider: {name: aws, runtime: provided.al2023, stage: dev}
functions:
  socket:
    handler: main.socket
    events:
      - http: GET hello
      - websocket: $connect
      - websocket: {route: $default, routeResponseSelectionExpression: $default}
)";

class gateway_with_tls : public ::testing::Test {
 protected:
  explicit gateway_with_tls(unsigned loops = 2, const std::string& text = service_text) : threads(loops) {
    config::warnings warned;
    service = config::load_serverless_text(text, {}, warned).value();
    gateway::gateway_options options;
    options.listen.tls =
        http::make_server_tls(http::make_self_signed({"localhost"}, std::chrono::system_clock::now()).value()).value();
    open = gateway::gateway::make(service, {{"socket", socket}}, std::move(options), log, threads).value();
    open->start().value();
  }
  ~gateway_with_tls() override { socket->let_go(); }

  std::string address(std::string_view scheme, std::uint16_t port) const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port) + "/dev";
  }
  // A WebSocket whose handshake is done.
  std::unique_ptr<tls_client> connect() const {
    auto client = std::make_unique<tls_client>(open->websocket_port());
    client->send(
        "GET /dev HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_TRUE(client->read_response().starts_with("HTTP/1.1 101 "));
    return client;
  }
  // One text frame, masked with zeros.
  static void say(tls_client& client, std::string_view text) {
    std::string frame = "\x81";
    frame += static_cast<char>(0x80 | text.size());
    client.send(frame.append(4, '\0').append(text));
  }
  static std::string hear(tls_client& client) {
    const std::string head = client.read_bytes(2);
    return client.read_bytes(static_cast<unsigned char>(head[1]));
  }

  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  std::shared_ptr<watched_function> socket = std::make_shared<watched_function>();
  net::loop_threads threads;
  std::unique_ptr<gateway::gateway> open;
};

TEST_F(gateway_with_tls, addresses_say_so) {
  EXPECT_EQ(open->url(), address("https", open->port()));
  EXPECT_EQ(open->websocket_url(), address("wss", open->port()));
  EXPECT_NE(open->functions_port(), open->port());
  EXPECT_EQ(open->management_url(), address("http", open->functions_port()));
}

TEST_F(gateway_with_tls, functions_hear_of_https) {
  tls_client client(open->port());
  client.send("GET /dev/hello HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: http\r\n\r\n");
  client.read_response();
  const json::value seen = socket->events("/hello", 1).at(0);
  EXPECT_EQ(seen.at("headers").at("X-Forwarded-Proto").as_string(), "https");
  EXPECT_EQ(seen.at("headers").at("X-Forwarded-Port").as_string(), std::to_string(open->port()));
}

TEST_F(gateway_with_tls, websockets_carry_messages_both_ways) {
  socket->answer("$default", {function_pool::outcome::success, R"({"statusCode":200,"body":"answer"})"});
  const auto client = connect();
  say(*client, "question");
  EXPECT_EQ(hear(*client), "answer");
  EXPECT_EQ(socket->events("$default", 1).at(0).at("body").as_string(), "question");
  const json::value seen = socket->events("$connect", 1).at(0);
  EXPECT_EQ(seen.at("headers").at("X-Forwarded-Proto").as_string(), "https");
}

TEST_F(gateway_with_tls, functions_push_through_the_port_of_theirs) {
  const auto client = connect();
  const auto id = socket->events("$connect", 1).at(0).at("requestContext").at("connectionId").as_string();
  const auto pushed =
      testing::fetch(open->functions_port(), "POST", "/dev/@connections/" + std::string(id), "from a function");
  EXPECT_EQ(pushed.status, 200);
  EXPECT_EQ(hear(*client), "from a function");
}

TEST_F(gateway_with_tls, stopping_says_goodbye_to_websockets) {
  const auto client = connect();
  std::thread stopping([&] { open->stop(); });
  EXPECT_EQ(client->read_bytes(2).substr(0, 1), "\x88");
  client->read_bytes(2 + std::string_view("Going away").size());
  client->send(std::string("\x88\x82\0\0\0\0\x03\xe9", 8));
  EXPECT_TRUE(client->is_closed());
  EXPECT_TRUE(client->was_ended_properly);
  client->say_goodbye();
  stopping.join();
}

constexpr const char* apart_text = R"(service: socket
provider: {name: aws, runtime: provided.al2023, stage: dev}
custom: {lamina: {websocket: {port: 0}}}
functions:
  socket:
    handler: main.socket
    events: [{http: GET hello}, {websocket: $connect}, {websocket: $default}]
)";

class gateway_with_tls_and_a_port_for_websockets : public gateway_with_tls {
 protected:
  gateway_with_tls_and_a_port_for_websockets() : gateway_with_tls(1, apart_text) {}
};

TEST_F(gateway_with_tls_and_a_port_for_websockets, functions_push_through_the_port_of_theirs) {
  EXPECT_NE(open->websocket_port(), open->port());
  const auto client = connect();
  const auto id = socket->events("$connect", 1).at(0).at("requestContext").at("connectionId").as_string();
  EXPECT_EQ(testing::fetch(open->functions_port(), "POST", "/dev/@connections/" + std::string(id), "hi").status, 200);
  EXPECT_EQ(hear(*client), "hi");
}

}  // namespace
}  // namespace lamina
