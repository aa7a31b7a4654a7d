#include "lamina/events/websocket_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(websocket_event, has_the_handshake_of_a_connect) {
  const json::value document = read_sample_event("websocket-connect");
  const auto event = websocket_event::from_event(document);
  EXPECT_EQ(event.route_key(), "$connect");
  EXPECT_EQ(event.event_type(), "CONNECT");
  EXPECT_EQ(event.connection_id(), "JKJaXmPLvHcESHA=");
  EXPECT_EQ(event.header("sec-websocket-version"), "13");
  EXPECT_EQ(event.query("token"), "abc");
  EXPECT_EQ(event.source_ip(), "192.0.2.1");
  EXPECT_EQ(event.connected_at(), event_time(std::chrono::milliseconds(1583348638390)));
  EXPECT_EQ(event.management_endpoint(), "https://abcdef123.execute-api.us-east-1.amazonaws.com/prod");
}

TEST(websocket_event, has_a_message) {
  const json::value document = read_sample_event("websocket-message");
  const auto event = websocket_event::from_event(document);
  EXPECT_EQ(event.route_key(), "sendMessage");
  EXPECT_EQ(event.event_type(), "MESSAGE");
  EXPECT_EQ(event.message_id(), "JKJaXfPLvHcCESHA=");
  EXPECT_EQ(event.body(), R"({"action":"sendMessage","data":"hello"})");
}

TEST(websocket_event, has_the_reason_of_a_disconnect) {
  const json::value document = read_sample_event("websocket-disconnect");
  const auto event = websocket_event::from_event(document);
  EXPECT_EQ(event.event_type(), "DISCONNECT");
  EXPECT_EQ(event.disconnect_code(), 1005);
  EXPECT_EQ(event.disconnect_reason(), "Client-side close frame status not set");
}

}  // namespace
}  // namespace lamina
