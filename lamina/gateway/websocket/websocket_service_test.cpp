#include "lamina/gateway/websocket/websocket_service.h"

#include <gtest/gtest.h>

#include <atomic>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/gateway/websocket/internal/served_chat_test.h"

// Handshakes, and the end of the service. Messages and the management API have tests of their own.
namespace lamina::gateway {
namespace {

using namespace internal;
using lamina::testing::raw_http_client;

class websocket_service_test : public served_chat {};

TEST_F(websocket_service_test, the_function_of_connect_lets_clients_in) {
  start();
  const auto answer = handshake("/dev?room=a", {{"X-Own", "1"}});
  EXPECT_EQ(answer.status, 101);
  const json::value event = app->wait("CONNECT");
  EXPECT_EQ(event.at("headers").at("X-Own"), "1");
  EXPECT_EQ(event.at("queryStringParameters").at("room"), "a");
  EXPECT_EQ(context_of(event).at("routeKey"), "$connect");
}

TEST_F(websocket_service_test, what_the_function_answers_instead_is_the_answer_to_the_handshake) {
  app->say_to("CONNECT", {outcome::success, R"({"statusCode":418,"headers":{"X-Why":"tea"},"body":"no coffee"})"});
  start();
  const auto answer = handshake();
  EXPECT_EQ(answer.status, 418);
  EXPECT_EQ(answer.header("X-Why"), "tea");
  EXPECT_EQ(answer.body, "no coffee");
  EXPECT_EQ(app->count("DISCONNECT"), 0u);
}

TEST_F(websocket_service_test, a_function_that_gives_no_answer_refuses) {
  const auto status_for = [&](invocation_result said) {
    app->say_to("CONNECT", std::move(said));
    return handshake().status;
  };
  start();
  EXPECT_EQ(status_for({outcome::function_error, R"({"errorMessage":"x"})"}), 502);
  EXPECT_EQ(status_for({outcome::success, "null"}), 502);
  EXPECT_EQ(status_for({outcome::success, R"({"statusCode":"often"})"}), 502);
  EXPECT_EQ(status_for({outcome::throttled, "{}"}), 429);
  EXPECT_EQ(status_for({outcome::unavailable, "{}"}), 500);
  EXPECT_EQ(status_for({outcome::success, R"({"statusCode":204})"}), 101);
}

TEST_F(websocket_service_test, a_function_that_does_not_answer_in_time_refuses) {
  options.integration_timeout = 40ms;
  start();
  app->hold("CONNECT");
  EXPECT_EQ(handshake().status, 504);
}

TEST_F(websocket_service_test, the_function_picks_the_subprotocol) {
  app->say_to("CONNECT", {outcome::success, R"({"statusCode":200,"headers":{"Sec-WebSocket-Protocol":"b"}})"});
  start();
  EXPECT_EQ(handshake("/dev", {{"Sec-WebSocket-Protocol", "a, b"}}).header("Sec-WebSocket-Protocol"), "b");
}

TEST_F(websocket_service_test, connect_and_disconnect_may_be_missing) {
  service.websockets.erase(service.websockets.begin(), service.websockets.begin() + 2);
  start();
  auto client = connected();
  client->send_text(R"({"action":"echo"})");
  EXPECT_EQ(client->next().what, what::text);
  EXPECT_EQ(client->close().what, what::close);
  open->stop();
  EXPECT_EQ(app->count("DISCONNECT"), 0u);
}

TEST_F(websocket_service_test, what_is_no_handshake_is_refused) {
  start();
  const auto plain = fetch(open->port(), "GET", "/dev");
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(plain.header("Upgrade"), "websocket");
  EXPECT_EQ(plain.body, R"({"message":"Upgrade Required"})");
  EXPECT_EQ(handshake("/other").status, 403);
  EXPECT_EQ(handshake("/dev", {{"X-Long", std::string(10'241, 'x')}}).status, 431);
  EXPECT_EQ(handshake("/dev?" + std::string(10'241, 'x')).status, 414);

  const std::string head = "GET /dev HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  raw_http_client client(open->port());
  client.send(head + "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  const auto version = client.read_response();
  EXPECT_EQ(version.status, 426);
  EXPECT_EQ(version.header("Sec-WebSocket-Version"), "13");
  client.send(head + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n");  // on the same connection
  EXPECT_EQ(client.read_response().status, 400);
  EXPECT_EQ(app->count("CONNECT"), 0u);
}

TEST_F(websocket_service_test, until_it_is_answered_there_is_no_connection) {
  app->hold("CONNECT");
  start();
  std::thread client([this] { EXPECT_EQ(handshake().status, 101); });
  const std::string id = id_of(app->wait("CONNECT"));
  EXPECT_EQ(manage("POST", id, "early").status, 410);
  EXPECT_EQ(manage("GET", id).status, 410);
  app->release();
  client.join();
}

TEST_F(websocket_service_test, a_client_that_leaves_while_connect_works_is_disconnected) {
  app->hold("CONNECT");
  start();
  {
    raw_http_client client(open->port());
    client.send(
        "GET /dev HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    app->wait("CONNECT");
    client.reset();
  }
  app->release();
  const json::value event = app->wait("DISCONNECT");
  EXPECT_EQ(id_of(event), id_of(app->wait("CONNECT")));
  EXPECT_EQ(context_of(event).at("disconnectStatusCode"), 1006);
}

class websocket_authorizer_test : public served_chat {
 protected:
  websocket_authorizer_test() {
    auto& guard = service.websockets[0].authorizer.emplace();
    guard.type = config::authorizer::kind::request;
    guard.name = "guard";
    guard.function = "app";
    guard.identity_sources = {"route.request.header.Auth", "route.request.querystring.token"};
  }
  void answer(const std::string& effect) {
    app->say_to("AUTHORIZE", {outcome::success,
                              R"({"principalId":"me","context":{"level":3},"policyDocument":{"Statement":{"Effect":")" +
                                  effect + R"(","Action":"*","Resource":"*"}}})"});
  }
};

TEST_F(websocket_authorizer_test, is_asked_first_and_seen_in_every_event) {
  answer("Allow");
  start();
  websocket_client client(open->port(), patience);
  ASSERT_EQ(client.connect("/dev?token=t", {{"Auth", "a"}}).status, 101);
  EXPECT_TRUE(app->wait("AUTHORIZE").at("methodArn").as_string().ends_with("/dev/$connect"));
  client.send_text(R"({"action":"echo"})");
  client.next();
  client.close();
  for (const char* type : {"CONNECT", "MESSAGE", "DISCONNECT"}) {
    const json::value event = app->wait(type);
    EXPECT_EQ(context_of(event).at("authorizer").at("principalId"), "me") << type;
    EXPECT_EQ(context_of(event).at("authorizer").at("level"), "3") << type;
  }
}

TEST_F(websocket_authorizer_test, refuses) {
  start();
  EXPECT_EQ(handshake("/dev?token=t").status, 401);
  EXPECT_EQ(handshake("/dev", {{"Auth", "a"}}).status, 401);
  EXPECT_EQ(app->count("AUTHORIZE"), 0u);
  const auto status = [&] { return handshake("/dev?token=t", {{"Auth", "a"}}).status; };
  answer("Deny");
  EXPECT_EQ(status(), 403);
  app->say_to("AUTHORIZE", {outcome::function_error, R"({"errorMessage":"Unauthorized"})"});
  EXPECT_EQ(status(), 401);
  app->say_to("AUTHORIZE", {outcome::success, "{}"});
  EXPECT_EQ(status(), 500);
  app->say_to("AUTHORIZE", {outcome::throttled, "{}"});
  EXPECT_EQ(status(), 429);
  EXPECT_EQ(app->count("CONNECT"), 0u);
}

TEST_F(websocket_service_test, a_guard_that_cannot_be_asked_lets_nobody_in) {
  service.websockets[0].authorizer.emplace().type = config::authorizer::kind::request;
  service.websockets[0].authorizer->function = "elsewhere";
  start();
  EXPECT_EQ(open->notes().size(), 1u);
  EXPECT_EQ(handshake().status, 500);
}

TEST_F(websocket_service_test, a_port_of_its_own_takes_every_path) {
  service.websocket.port = 0;
  start(2);
  EXPECT_NE(open->websocket_port(), open->port());
  EXPECT_EQ(handshake("/any/path").status, 101);
  EXPECT_EQ(fetch(open->websocket_port(), "GET", "/dev").status, 426);
  EXPECT_EQ(open->websocket_url(), "ws://127.0.0.1:" + std::to_string(open->websocket_port()) + "/dev");
  EXPECT_EQ(open->management_url(), "http://127.0.0.1:" + std::to_string(open->websocket_port()) + "/dev");
}

TEST_F(websocket_service_test, shares_a_listener_with_the_rest_api) {
  config::route route;
  route.method = "GET";
  route.path = "/";
  route.function = "rest";
  service.routes.push_back(route);
  threads = std::make_unique<net::loop_threads>(1);
  const auto rest = std::make_shared<scripted>(R"({"statusCode":200,"body":"rest"})");
  open = *gateway::make(service, {{"app", app}, {"rest", rest}}, options, log, *threads);
  ASSERT_TRUE(open->start());
  EXPECT_EQ(fetch(open->port(), "GET", "/dev").body, "rest");
  EXPECT_EQ(handshake("/dev").status, 101);
  EXPECT_EQ(handshake("/dev/other").status, 403);
  EXPECT_EQ(manage("GET", "AAAAAAAAAAAAAAA=").status, 410);
}

TEST_F(websocket_service_test, stopping_says_goodbye_and_delivers_every_disconnect) {
  start(3);
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (int i = 0; i < 30; ++i) clients.push_back(connected());
  app->hold("DISCONNECT");
  std::thread stopping([this] { open->stop(); });
  for (const auto& client : clients) {
    const auto last = client->next();
    EXPECT_EQ(last.what, what::close);
    EXPECT_EQ(last.code, 1001);
    client->send_close(1001);
  }
  app->wait("DISCONNECT");
  // The functions of $disconnect may still ask for others, and nobody else gets in.
  EXPECT_EQ(handshake().status, 503);
  EXPECT_EQ(manage("POST", id_of(app->wait("CONNECT")), "late").status, 410);
  app->release();
  stopping.join();
  EXPECT_EQ(app->count("DISCONNECT"), 30u);
  EXPECT_EQ(context_of(app->wait("DISCONNECT", 29)).at("disconnectStatusCode"), 1001);
  EXPECT_THROW(raw_http_client(open->port()), std::runtime_error);
}

// Each client is told the answers to what it has sent before the goodbye.
TEST_F(websocket_service_test, stopping_answers_the_messages_under_way) {
  start();
  auto client = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  app->hold("MESSAGE");
  for (int i = 0; i < 3; ++i) client->send_text(R"({"action":"echo"})");
  app->wait("MESSAGE", 2);
  std::thread stopping([this] { open->stop(); });
  while (handshake("/other").status != 503) std::this_thread::yield();
  client->send_text(R"({"action":"echo","late":true})");
  EXPECT_EQ(manage("POST", id, "from the function").status, 200);
  EXPECT_EQ(client->next().payload, "from the function");
  EXPECT_EQ(app->count("DISCONNECT"), 0u) << "its messages are not done";
  app->release();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client->next().payload, R"({"action":"echo"})");
  EXPECT_EQ(client->next().code, 1001);
  client->send_close(1001);
  stopping.join();
  EXPECT_EQ(app->count("MESSAGE"), 3u);
  EXPECT_EQ(app->count("DISCONNECT"), 1u);
}

TEST_F(websocket_service_test, stopping_waits_for_messages_whose_client_has_gone) {
  start();
  auto client = connected();
  app->hold("MESSAGE");
  client->send_text(R"({"action":"echo"})");
  app->wait("MESSAGE");
  std::thread stopping([this] { open->stop(); });
  while (handshake("/other").status != 503) std::this_thread::yield();
  client->abort();
  wait_until_gone(id_of(app->wait("CONNECT")));
  EXPECT_EQ(app->count("DISCONNECT"), 0u) << "its message is not done";
  app->release();
  stopping.join();
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1006);
}

TEST_F(websocket_service_test, a_client_let_in_while_stopping_is_sent_away_at_once) {
  start();
  app->hold("CONNECT");
  std::thread late([this] {
    websocket_client client(open->websocket_port(), patience);
    EXPECT_EQ(client.connect("/dev").status, 101);
    EXPECT_EQ(client.next().code, 1001);
    client.send_close(1001);
  });
  app->wait("CONNECT");
  std::thread stopping([this] { open->stop(); });
  // Refused either way (403, then 503), so that this handshake is not one more that waits for the function.
  while (handshake("/other").status != 503) std::this_thread::yield();
  app->release();
  late.join();
  stopping.join();
  EXPECT_EQ(app->count("DISCONNECT"), 1u);
}

TEST_F(websocket_service_test, everyone_who_was_let_in_is_disconnected_once_under_load) {
  app->say(
      [refused = std::make_shared<std::atomic<int>>(0)](const json::value& event) -> std::optional<invocation_result> {
        // Every tenth $disconnect is throttled the first time.
        if (type_of(event) == "DISCONNECT" && ++*refused % 10 == 0) return invocation_result{outcome::throttled, "{}"};
        return std::nullopt;
      });
  start(2);
  std::atomic<int> made = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&, i] {
      for (int n = 0; n < 250; ++n) {
        auto client = connected();
        ++made;
        if (n % 2 == 0) client->send_text(R"({"action":"echo"})");
        if (n % 4 == 0) client->next();
        if ((n + i) % 3 == 0)
          client->abort();
        else
          client->send_close(1000);
      }
    });
  for (auto& client : clients) client.join();
  open->stop();
  EXPECT_EQ(made, 1000);
  EXPECT_EQ(app->count("CONNECT"), 1000u);
  std::map<std::string, int> delivered;
  const std::size_t tried = app->count("DISCONNECT");
  EXPECT_GE(tried, 1000u);
  for (std::size_t i = 0; i < tried; ++i) ++delivered[id_of(app->wait("DISCONNECT", i))];
  EXPECT_EQ(delivered.size(), 1000u);
}

TEST_F(websocket_service_test, so_many_are_open_at_once) {
  options.max_websockets = 2;
  start();
  auto first = connected(), second = connected();
  EXPECT_EQ(handshake().status, 429);
  first->close();
  wait_until_gone(id_of(app->wait("CONNECT")));
  EXPECT_EQ(handshake().status, 101);
  EXPECT_EQ(app->count("CONNECT"), 3u);
}

TEST_F(websocket_service_test, the_log_has_a_line_for_each_thing_that_happens) {
  start();
  auto client = connected();
  client->send_text(R"({"action":"echo"})");
  client->next();
  EXPECT_EQ(manage("GET", id_of(app->wait("CONNECT"))).status, 200);
  client->close();
  open->stop();
  const std::string lines = logged();
  for (const char* part :
       {R"("eventType":"CONNECT","routeKey":"$connect")", R"("eventType":"MESSAGE","routeKey":"echo")",
        R"("eventType":"DISCONNECT","routeKey":"$disconnect")", R"("httpMethod":"GET","path":"/dev/@connections/)"})
    EXPECT_NE(lines.find(part), std::string::npos) << part << " in " << lines;
}

TEST_F(websocket_service_test, the_log_may_tell_what_became_of_the_function_and_the_client) {
  options.access_log_format =
      "$context.eventType $context.routeKey $context.status [$context.error.message] "
      "$context.integration.status,$context.integrationStatus $context.connectedAt $context.messageId "
      "$context.extendedRequestId $context.domainName";
  app->say([](const json::value& event) -> std::optional<invocation_result> {
    if (type_of(event) != "MESSAGE") return std::nullopt;
    const bool fails = std::string_view(event.at("body").as_string()).find("fail") != std::string_view::npos;
    return fails ? invocation_result{outcome::function_error, R"({"errorMessage":"x"})"}
                 : invocation_result{outcome::success, R"({"statusCode":201,"body":"yes"})"};
  });
  start();
  auto client = connected();
  for (const char* message : {R"({"action":"echo"})", R"({"action":"echo","fail":1})", R"({"action":"nobody"})"}) {
    client->send_text(message);
    client->next();
  }
  const json::value event = app->wait("MESSAGE");
  const auto text = [&](const char* member) { return std::string(context_of(event).at(member).as_string()); };
  const std::string at = std::to_string(context_of(event).at("connectedAt").as_int64());
  client->close();
  open->stop();
  const std::string lines = logged();
  for (const std::string& line :
       {"CONNECT $connect 101 [-] 200,200 " + at + " - ",
        "MESSAGE echo 201 [-] 201,200 " + at + " " + text("messageId") + " " + text("extendedRequestId") + " localhost",
        "MESSAGE echo 502 [Internal server error] -,200 " + at, "MESSAGE - 403 [Forbidden] -,- " + at,
        "DISCONNECT $disconnect 200 [-] -,200 " + at + " - "})
    EXPECT_NE(lines.find(line), std::string::npos) << line << " in " << lines;
}

TEST_F(websocket_service_test, the_log_can_be_switched_off) {
  options.access_log = false;
  start();
  connected()->close();
  open->stop();
  EXPECT_EQ(logged(), "");
}

}  // namespace
}  // namespace lamina::gateway
