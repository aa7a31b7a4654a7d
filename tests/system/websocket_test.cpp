#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: SIGTERM

#include <fstream>

#include "lamina/json/json.h"
#include "lamina/testing/raw_http_client.h"
#include "lamina/testing/websocket_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::fetch;
using testing::started_program;
using testing::websocket_client;
using what = testing::websocket_event::kind;

constexpr std::chrono::seconds patience{30};

constexpr std::string_view service = R"(service: system
provider:
  name: aws
  runtime: provided.al2023
  timeout: 10
functions:
  hello:
    handler: main.hello
    events: [{http: GET hello}]
  sockets:
    handler: main.sockets
    environment: {OWN: "1"}
    events:
      - websocket: $connect
      - websocket: $disconnect
      - websocket: {route: $default, routeResponseSelectionExpression: $default}
  replies:
    handler: main.replies
    events: [{websocket: reply}]
)";

started_program serve(std::vector<std::string> more = {}, std::string_view text = service) {
  std::vector<std::string> arguments = {"serve",        "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER,
                                        "--access-log", "off"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return {{{"serverless.yml", std::string(text)}}, arguments};
}

json::value talk(websocket_client& client) {
  client.send_text("hi");
  return json::parse(client.next().payload);
}

std::string text_of(const json::value& said, std::string_view key) { return std::string(said.at(key).as_string()); }

std::string local(std::uint16_t port, std::string_view path) {
  return "http://127.0.0.1:" + std::to_string(port) + std::string(path);
}

TEST(serve_websockets, beside_the_rest_api_unless_told_otherwise) {
  auto lamina = serve();
  const auto port = lamina.websocket_port();
  EXPECT_EQ(port, lamina.port());
  websocket_client client(port, patience);
  ASSERT_EQ(client.connect("/dev").status, 101);
  const json::value said = talk(client);
  EXPECT_EQ(text_of(said, "body"), "hi");
  EXPECT_EQ(text_of(said, "address"), local(port, "/dev"));
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").body, "hello world");

  const std::string id = text_of(said, "connectionId");
  EXPECT_EQ(fetch(port, "POST", "/dev/@connections/" + id, "pushed").status, 200);
  EXPECT_EQ(client.next().payload, "pushed");
}

TEST(serve_websockets, at_a_port_and_path_of_their_own) {
  auto lamina =
      serve({"--websocket-port", "0", "--websocket-path", "/live", "--ready-file", "ready", "--threads", "2"});
  const auto port = lamina.websocket_port();
  EXPECT_NE(port, lamina.port());
  for (int i = 0; i < 4; ++i) {  // on either loop
    websocket_client client(port, patience);
    ASSERT_EQ(client.connect("/live").status, 101);
    const json::value said = talk(client);
    EXPECT_EQ(text_of(said, "address"), local(port, "/live"));
    const std::string id = text_of(said, "connectionId");
    EXPECT_EQ(fetch(port, "POST", "/live/@connections/" + id, "pushed").status, 200);
    EXPECT_EQ(client.next().payload, "pushed");
  }
  EXPECT_EQ(websocket_client(port).connect("/other").status, 403);
  EXPECT_EQ(fetch(port, "GET", "/live").status, 426);
  EXPECT_EQ(fetch(lamina.port(), "GET", "/dev/hello").status, 200);
  std::ifstream ready(lamina.folder() + "/ready");
  std::string first, second;
  std::getline(ready, first);
  std::getline(ready, second);
  EXPECT_EQ(first, local(lamina.port(), "/dev"));
  EXPECT_EQ(second, "ws://127.0.0.1:" + std::to_string(port) + "/live");
}

TEST(serve_websockets, a_chain_answers_with_ws_response_alone) {
  auto lamina = serve();
  websocket_client client(lamina.websocket_port(), patience);
  ASSERT_EQ(client.connect("/dev").status, 101);
  const std::string message = R"({"action":"reply"})";
  for (int i = 0; i < 3; ++i) {
    client.send_text(message);
    EXPECT_EQ(text_of(json::parse(client.next().payload), "reply"), message);
  }
}

TEST(serve_websockets, at_a_host_name_of_their_own) {
  auto lamina = serve({"--websocket-host", "ws.example.com"});
  const auto port = lamina.port();
  websocket_client client(port, patience);
  ASSERT_EQ(client.connect("/", {}, "ws.example.com").status, 101);
  EXPECT_EQ(text_of(talk(client), "address"), local(port, "/dev"));
  EXPECT_EQ(websocket_client(port).connect("/dev").status, 403);
  EXPECT_EQ(fetch(port, "GET", "/dev/hello").status, 200);
}

TEST(serve_websockets, a_function_may_set_the_management_address_itself) {
  std::string own(service);
  own.replace(own.find("OWN: \"1\""), 8, "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: mine");
  auto lamina = serve({}, own);
  websocket_client client(lamina.websocket_port(), patience);
  ASSERT_EQ(client.connect("/dev").status, 101);
  EXPECT_EQ(text_of(talk(client), "address"), "mine");
}

TEST(serve_websockets, sigterm_says_goodbye_and_delivers_every_disconnect) {
  auto lamina = serve({"--threads", "2"});
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<websocket_client>(lamina.websocket_port(), patience));
    ASSERT_EQ(clients.back()->connect("/dev").status, 101);
  }
  lamina.signal(SIGTERM);
  for (const auto& client : clients) {
    const auto last = client->next();
    EXPECT_EQ(last.what, what::close);
    EXPECT_EQ(last.code, 1001);
    EXPECT_EQ(last.payload, "Going away");
    client->send_close(1001);
  }
  EXPECT_EQ(lamina.wait(), 0) << lamina.output();
  std::size_t gone = 0;
  for (std::size_t at = 0; (at = lamina.output().find("gone with 1001", at)) != std::string::npos; ++at) ++gone;
  EXPECT_EQ(gone, clients.size()) << lamina.output();
}

}  // namespace
}  // namespace lamina
