#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/gateway/websocket/internal/served_chat_test.h"

// The messages of a connection, and its end.
namespace lamina::gateway {
namespace {

using namespace internal;

class websocket_messages_test : public served_chat {};

constexpr std::string_view echo = R"({"action":"echo"})";

TEST_F(websocket_messages_test, a_message_goes_to_its_route_and_the_answer_comes_back) {
  start();
  auto client = connected();
  client->send_text(R"({"action":"echo","n":1})");
  const auto answer = client->next();
  EXPECT_EQ(answer.what, what::text);
  EXPECT_EQ(answer.payload, R"({"action":"echo","n":1})");
  const json::value event = app->wait("MESSAGE");
  EXPECT_EQ(event.at("body"), R"({"action":"echo","n":1})");
  EXPECT_EQ(context_of(event).at("routeKey"), "echo");
  const json::value before = app->wait("CONNECT");
  EXPECT_EQ(id_of(event), id_of(before));
  EXPECT_EQ(context_of(event).at("connectedAt"), context_of(before).at("connectedAt"));
}

TEST_F(websocket_messages_test, a_route_without_a_response_sends_nothing) {
  start();
  auto client = connected();
  client->send_text(R"({"action":"quiet"})");
  app->wait("MESSAGE");
  client->send_text(echo);
  EXPECT_EQ(client->next().payload, echo);
}

TEST_F(websocket_messages_test, an_answer_without_a_body_sends_nothing) {
  app->say_to("MESSAGE", {outcome::success, R"({"statusCode":200})"});
  start();
  auto client = connected();
  client->send_text(echo);
  app->wait("MESSAGE");
  app->say({});
  client->send_text(R"({"action":"echo","n":2})");
  EXPECT_EQ(client->next().payload, R"({"action":"echo","n":2})");
}

TEST_F(websocket_messages_test, what_went_wrong_is_told_and_the_connection_stays) {
  start();
  auto client = connected();
  const std::string id = id_of(app->wait("CONNECT"));
  client->send_text(R"({"action":"nobody"})");
  const json::value no_route = frame(*client);
  EXPECT_EQ(no_route.at("message"), "Forbidden");
  EXPECT_EQ(no_route.at("connectionId").as_string(), id);
  EXPECT_EQ(no_route.at("requestId").as_string().size(), 16u);

  const auto told = [&](std::string_view route, invocation_result said) {
    app->say_to("MESSAGE", std::move(said));
    client->send_text(R"({"action":")" + std::string(route) + R"("})");
    return std::string(frame(*client).at("message").as_string());
  };
  EXPECT_EQ(told("quiet", {outcome::function_error, R"({"errorMessage":"x"})"}), "Internal server error");
  EXPECT_EQ(told("quiet", {outcome::success, "null"}), "Internal server error");
  EXPECT_EQ(told("echo", {outcome::success, R"({"statusCode":200,"body":{"a":1}})"}), "Internal server error");
  EXPECT_EQ(told("quiet", {outcome::unavailable, "{}"}), "Internal server error");
  EXPECT_EQ(told("quiet", {outcome::throttled, "{}"}), "Too Many Requests");
  EXPECT_EQ(app->count("DISCONNECT"), 0u);
}

TEST_F(websocket_messages_test, a_function_that_does_not_answer_in_time_is_told) {
  options.integration_timeout = 40ms;
  start();
  auto client = connected();
  app->hold("MESSAGE");
  client->send_text(echo);
  EXPECT_EQ(frame(*client).at("message"), "Endpoint request timed out");
}

TEST_F(websocket_messages_test, so_many_of_one_connection_are_in_flight_and_none_is_lost) {
  start();
  auto client = connected();
  app->hold("MESSAGE");
  for (int i = 0; i < 500; ++i) client->send_text(echo);
  app->wait("MESSAGE", 31);
  EXPECT_EQ(manage("GET", id_of(app->wait("CONNECT"))).status, 200);  // by now more would have come
  EXPECT_EQ(app->count("MESSAGE"), 32u);
  app->release();
  for (int i = 0; i < 500; ++i) EXPECT_EQ(client->next().payload, echo);
  EXPECT_EQ(app->count("MESSAGE"), 500u);
}

TEST_F(websocket_messages_test, what_was_sent_before_the_end_is_served_and_disconnect_comes_last) {
  start();
  auto client = connected();
  app->hold("MESSAGE");
  for (int i = 0; i < 100; ++i) client->send_text(echo);
  client->send_close(1000);
  app->wait("MESSAGE", 31);
  EXPECT_EQ(app->count("DISCONNECT"), 0u);
  app->release();
  app->wait("DISCONNECT");
  EXPECT_EQ(app->count("MESSAGE"), 100u);
}

TEST_F(websocket_messages_test, a_lost_client_is_disconnected_when_its_message_is_done) {
  start();
  auto client = connected();
  app->hold("MESSAGE");
  client->send_text(echo);
  app->wait("MESSAGE");
  client->abort();
  wait_until_gone(id_of(app->wait("CONNECT")));
  EXPECT_EQ(app->count("DISCONNECT"), 0u);
  app->release();
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1006);
}

TEST_F(websocket_messages_test, disconnect_tells_how_it_ended) {
  start();
  const auto last = [&](std::size_t number) { return context_of(app->wait("DISCONNECT", number)); };
  EXPECT_EQ(connected()->close(4001, "enough").code, 4001);
  EXPECT_EQ(last(0).at("disconnectStatusCode"), 4001);
  EXPECT_EQ(last(0).at("disconnectReason"), "enough");
  connected()->close(std::nullopt);
  EXPECT_EQ(last(1).at("disconnectStatusCode"), 1005);
  connected()->abort();
  EXPECT_EQ(last(2).at("disconnectStatusCode"), 1006);
}

TEST_F(websocket_messages_test, disconnect_is_delivered_after_a_time_limit) {
  options.websocket_limits.idle_timeout = 50ms;
  options.websocket_limits.close_timeout = 50ms;
  start();
  auto client = connected();
  EXPECT_EQ(client->next().code, 1001);
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1001);
}

TEST_F(websocket_messages_test, a_service_may_say_how_long_its_connections_last) {
  service.websocket.total_timeout = 1s;
  start();
  auto client = connected();
  EXPECT_EQ(client->next().code, 1001);
}

TEST_F(websocket_messages_test, a_throttled_disconnect_comes_again) {
  app->say([left = std::make_shared<int>(2)](const json::value& event) -> std::optional<invocation_result> {
    if (type_of(event) == "DISCONNECT" && (*left)-- > 0) return invocation_result{outcome::throttled, "{}"};
    return std::nullopt;
  });
  start();
  connected()->close();
  app->wait("DISCONNECT", 2);
  open->stop();
  EXPECT_EQ(app->count("DISCONNECT"), 3u);
}

TEST_F(websocket_messages_test, binary_messages_end_the_connection_unless_the_service_wants_them) {
  start();
  auto client = connected();
  client->send_binary("\x01\xFF");
  EXPECT_EQ(client->next().code, 1003);
  client.reset();
  EXPECT_EQ(context_of(app->wait("DISCONNECT")).at("disconnectStatusCode"), 1003);

  open.reset();
  service.websocket.binary_messages = true;
  service.websocket_route_selection = "\\$default";
  service.websockets[2].route = "$default";
  start();
  client = connected();
  client->send_binary("\x01\xFF");
  EXPECT_EQ(client->next().payload, base64_encode("\x01\xFF"));
  EXPECT_EQ(app->wait("MESSAGE").at("isBase64Encoded"), true);
}

TEST_F(websocket_messages_test, a_throttled_route_refuses_and_others_do_not) {
  for (config::websocket_route& route : service.websockets)
    if (route.route == "echo") route.throttle = config::throttle{0.001, 1};
  start();
  auto client = connected();
  client->send_text(echo);
  EXPECT_EQ(client->next().payload, echo);
  client->send_text(echo);
  EXPECT_EQ(frame(*client).at("message"), "Too Many Requests");
  client->send_text(R"({"action":"nobody"})");
  EXPECT_EQ(frame(*client).at("message"), "Forbidden");
}

}  // namespace
}  // namespace lamina::gateway
