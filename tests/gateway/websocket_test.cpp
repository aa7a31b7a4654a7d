// The gateway's WebSocket API over real sockets: what the recorded cases and their scripts cannot say.
#include <gtest/gtest.h>

#include <future>

#include "lamina/base/log.h"
#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "lamina/net/loop_threads.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/websocket_client.h"
#include "tests/gateway/watched_function.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using function_pool::outcome;
using testing::fetch;
using testing::raw_http_client;
using testing::websocket_client;
using testing::websocket_event;

constexpr const char* service_text = R"(service: socket
provider: {name: aws, runtime: provided.al2023, stage: dev}
functions:
  socket:
    handler: main.socket
    events:
      - websocket: $connect
      - websocket: $disconnect
      - websocket: {route: $default, routeResponseSelectionExpression: $default}
)";

std::string id_of(const json::value& event) {
  return std::string(event.at("requestContext").at("connectionId").as_string());
}

std::int64_t code_of(const json::value& event) {
  return event.at("requestContext").at("disconnectStatusCode").as_int64();
}

class websocket_test : public ::testing::Test {
 protected:
  void start(gateway::gateway_options options = {}, unsigned loops = 1, const std::string& text = service_text) {
    options.websocket_limits.close_timeout = std::min(options.websocket_limits.close_timeout, close_timeout);
    config::warnings warned;
    service = config::load_serverless_text(text, {}, warned).value();
    threads = std::make_unique<net::loop_threads>(loops);
    open = gateway::gateway::make(service, {{"socket", socket}}, std::move(options), log, *threads).value();
    open->start().value();
  }
  ~websocket_test() override {
    socket->let_go();
    open.reset();
  }

  std::unique_ptr<websocket_client> connect() {
    auto client = std::make_unique<websocket_client>(open->port());
    EXPECT_EQ(client->connect("/dev").status, 101);
    return client;
  }
  // The connection whose $connect was the number-th.
  std::string id(std::size_t number) { return id_of(socket->events("$connect", number + 1).at(number)); }
  int manage(std::string_view method, const std::string& connection, std::string_view body = {}) {
    return fetch(open->port(), method, "/dev/@connections/" + connection, body).status;
  }

  static constexpr std::chrono::milliseconds close_timeout{200};  // for clients that do not answer a close frame
  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  std::shared_ptr<watched_function> socket = std::make_shared<watched_function>();
  std::unique_ptr<net::loop_threads> threads;
  std::unique_ptr<gateway::gateway> open;
};

TEST_F(websocket_test, a_connection_does_not_exist_before_its_handshake_is_answered) {
  start();
  socket->hold("$connect");
  websocket_client client(open->port());
  auto answer = std::async(std::launch::async, [&] { return client.connect("/dev").status; });
  const std::string connection = id(0);
  EXPECT_EQ(manage("POST", connection, "early"), 410);
  EXPECT_EQ(manage("GET", connection), 410);
  EXPECT_EQ(manage("DELETE", connection), 410);
  socket->let_go();
  EXPECT_EQ(answer.get(), 101);
  EXPECT_EQ(manage("POST", connection, "now"), 200);
  EXPECT_EQ(client.next().payload, "now");
}

TEST_F(websocket_test, a_throttled_connect_is_refused_with_429) {
  start();
  socket->answer("$connect", {outcome::throttled, ""});
  EXPECT_EQ(websocket_client(open->port()).connect("/dev").status, 429);
  EXPECT_EQ(socket->count("$disconnect"), 0u);
}

TEST_F(websocket_test, a_throttled_message_is_told_to_the_client_which_stays) {
  start();
  socket->answer("$default", {outcome::throttled, ""});
  const auto client = connect();
  client->send_text("x");
  const auto told = json::parse(client->next().payload);
  EXPECT_EQ(told.at("connectionId"), json::value(id(0)));
  EXPECT_TRUE(told.at("message").is_string());
  socket->answer("$default", {outcome::success, R"({"statusCode":200,"body":"y"})"});
  client->send_text("x");
  EXPECT_EQ(client->next().payload, "y");
}

TEST_F(websocket_test, a_client_that_is_suddenly_gone_is_1006) {
  start();
  connect()->abort();
  const auto event = socket->events("$disconnect", 1).front();
  EXPECT_EQ(code_of(event), 1006);
  EXPECT_EQ(manage("POST", id_of(event), "late"), 410);
}

TEST_F(websocket_test, a_client_whose_stream_just_ends_is_1006) {
  start();
  connect().reset();
  EXPECT_EQ(code_of(socket->events("$disconnect", 1).front()), 1006);
}

TEST_F(websocket_test, a_client_that_goes_while_it_is_let_in_is_disconnected_too) {
  start();
  socket->hold("$connect");
  {
    raw_http_client client(open->port());
    client.send(
        "GET /dev HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    id(0);
    client.reset();
  }
  socket->let_go();
  EXPECT_EQ(id_of(socket->events("$disconnect", 1).front()), id(0));
}

TEST_F(websocket_test, a_deleted_connection_is_disconnected_once) {
  start();
  const auto client = connect();
  EXPECT_EQ(manage("DELETE", id(0)), 204);
  EXPECT_EQ(client->next().what, websocket_event::kind::close);
  client->send_close(1000);
  const auto event = socket->events("$disconnect", 1).front();
  EXPECT_EQ(id_of(event), id(0));
  EXPECT_EQ(manage("DELETE", id(0)), 410);
  open->stop();
  EXPECT_EQ(socket->count("$disconnect"), 1u);
}

TEST_F(websocket_test, what_comes_along_with_the_handshake_is_a_message) {
  start();
  raw_http_client client(open->port());
  client.send(std::string("GET /dev HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n") +
              std::string("\x81\x82\0\0\0\0hi", 8));
  EXPECT_EQ(client.read_response().status, 101);
  EXPECT_EQ(socket->events("$default", 1).front().at("body"), json::value("hi"));
}

TEST_F(websocket_test, any_loop_finds_every_connection) {
  start({}, 3);
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (std::size_t i = 0; i < 12; ++i) {
    clients.push_back(connect());
    id(i);
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    for (int call = 0; call < 4; ++call) EXPECT_EQ(manage("POST", id(i), "to " + std::to_string(i)), 200);
    for (int call = 0; call < 4; ++call) EXPECT_EQ(clients[i]->next().payload, "to " + std::to_string(i));
    EXPECT_EQ(manage("DELETE", id(i)), 204);
  }
  EXPECT_EQ(socket->events("$disconnect", clients.size()).size(), clients.size());
}

TEST_F(websocket_test, stopping_closes_every_connection_and_delivers_every_disconnect) {
  start({}, 2);
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 50; ++i) clients.push_back(connect());
  auto stopped = std::async(std::launch::async, [&] { open->stop(); });
  for (const auto& client : clients) {
    const auto event = client->next();
    EXPECT_EQ(event.what, websocket_event::kind::close);
    EXPECT_EQ(event.code, 1001);
    client->send_close(1001);
  }
  stopped.get();
  EXPECT_EQ(socket->count("$disconnect"), 50u);
}

TEST_F(websocket_test, stopping_does_not_wait_for_clients_that_never_answer) {
  start();
  const auto silent = connect();
  open->stop();
  EXPECT_EQ(socket->count("$disconnect"), 1u);
}

// 128 KB is a message's limit in either direction.
TEST_F(websocket_test, an_answer_larger_than_a_message_may_be_is_an_error_and_the_client_stays) {
  start();
  const auto client = connect();
  for (const std::size_t size : {std::size_t{128 * 1024 + 1}, std::size_t{3'000'000}}) {
    socket->answer("$default", {outcome::success, R"({"statusCode":200,"body":")" + std::string(size, 'b') + "\"}"});
    client->send_text("x");
    EXPECT_EQ(json::parse(client->next().payload).at("message"), json::value("Internal server error"));
  }
  const std::string largest(128 * 1024, 'b');
  socket->answer("$default", {outcome::success, R"({"statusCode":200,"body":")" + largest + "\"}"});
  client->send_text("x");
  EXPECT_EQ(client->next().payload, largest);
}

// A client would have to close a connection with text that is none.
TEST_F(websocket_test, an_answer_that_is_not_text_is_an_error_and_the_client_stays) {
  start();
  const auto client = connect();
  socket->answer("$default", {outcome::success, "{\"statusCode\":200,\"body\":\"a\xFF\"}"});
  client->send_text("x");
  EXPECT_EQ(json::parse(client->next().payload).at("message"), json::value("Internal server error"));
  socket->answer("$default", {outcome::success, R"({"statusCode":200,"body":"\ud800"})"});
  client->send_text("x");
  EXPECT_EQ(client->next().payload, "\uFFFD");
}

TEST_F(websocket_test, an_idle_connection_is_closed_with_1001) {
  gateway::gateway_options options;
  options.websocket_limits.idle_timeout = 50ms;
  start(options);
  const auto client = connect();
  const auto event = client->next();
  EXPECT_EQ(event.code, 1001);
  EXPECT_EQ(event.payload, "Going away");
  client->send_close(1001);
  EXPECT_EQ(code_of(socket->events("$disconnect", 1).front()), 1001);
}

TEST_F(websocket_test, a_connection_lasts_no_longer_than_it_may_however_busy) {
  gateway::gateway_options options;
  options.websocket_limits.total_timeout = 100ms;
  start(options);
  socket->answer("$default", {outcome::success, R"({"statusCode":200,"body":"y"})"});
  const auto client = connect();
  websocket_event event;
  do {
    client->send_text("x");
    event = client->next();
  } while (event.what == websocket_event::kind::text);
  EXPECT_EQ(event.code, 1001);
  EXPECT_EQ(code_of(socket->events("$disconnect", 1).front()), 1001);
}

struct bad_handshake {
  std::string name, start, headers;
  int status;
};
void PrintTo(const bad_handshake& one, std::ostream* to) { *to << one.name; }

class refused : public websocket_test, public ::testing::WithParamInterface<bad_handshake> {};

TEST_P(refused, without_asking_a_function) {
  start();
  raw_http_client client(open->port());
  client.send(GetParam().start + "\r\nHost: x\r\n" + GetParam().headers + "\r\n");
  EXPECT_EQ(client.read_response().status, GetParam().status);
  EXPECT_EQ(socket->count("$connect"), 0u);
}

const std::string get = "GET /dev HTTP/1.1", key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
                  upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n", version = "Sec-WebSocket-Version: 13\r\n";
INSTANTIATE_TEST_SUITE_P(
    handshakes, refused,
    ::testing::Values(
        bad_handshake{"plain_http", get, "", 426},
        bad_handshake{"post", "POST /dev HTTP/1.1", upgrade + version + key + "Content-Length: 0\r\n", 400},
        bad_handshake{"no_key", get, upgrade + version, 400},
        bad_handshake{"short_key", get, upgrade + version + "Sec-WebSocket-Key: AAAA\r\n", 400},
        bad_handshake{"two_keys", get, upgrade + version + key + key, 400},
        bad_handshake{"no_version", get, upgrade + key, 400},
        bad_handshake{"old_version", get, upgrade + key + "Sec-WebSocket-Version: 8\r\n", 426},
        bad_handshake{"keep_alive", get, "Upgrade: websocket\r\nConnection: keep-alive\r\n" + version + key, 400},
        bad_handshake{"other_protocol", get, "Upgrade: h2c\r\nConnection: Upgrade\r\n" + version + key, 426},
        bad_handshake{"http_1_0", "GET /dev HTTP/1.0", upgrade + version + key, 400},
        bad_handshake{"elsewhere", "GET /dev/room HTTP/1.1", upgrade + version + key, 403},
        bad_handshake{"other_stage", "GET /prod HTTP/1.1", upgrade + version + key, 403}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace lamina
