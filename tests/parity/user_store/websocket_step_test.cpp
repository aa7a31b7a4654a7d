#include "tests/parity/user_store/websocket_step.h"

#include <gtest/gtest.h>

#include "lamina/websocket/internal/running_sessions.h"

namespace parity_user_store {
namespace {

using namespace lamina;
using websocket::running_sessions;
using websocket::session;

// An app of nothing but WebSockets: it sends messages back, closes on "bye", and says "twice" twice.
class socket_app final : public app {
 public:
  result<void> start_fresh() override { return {}; }
  json::value send(const http_message&) override { return nullptr; }
  std::optional<int> authorizer_runs() override { return std::nullopt; }
  store::sqlite_store* store() override { return nullptr; }
  websocket_connections* websockets() override { return &connections_; }
  std::string websocket_endpoint() const override { return {}; }
  system_time now() const override { return {}; }
  void wait(std::chrono::milliseconds time) override { waited += time; }

  running_sessions& server() { return server_; }
  std::chrono::milliseconds waited{0};

 private:
  static void react(session& from, std::string_view payload, bool is_binary) {
    if (payload == "bye") return from.close(4000, "as you wish");
    const auto text = std::make_shared<const std::string>(is_binary ? "binary" : payload);
    from.send(text);
    if (payload == "twice") from.send(text);
  }

  running_sessions server_{{.binary_messages = true}, react};
  websocket_connections connections_{{"localhost", server_.port(), "/"}};
};

class websocket_step : public ::testing::Test {
 protected:
  std::string perform(std::string_view name, const char* argument) {
    const action_result done = perform_websocket_action(name, json::parse(argument), tested);
    return done.cannot ? "cannot: " + *done.cannot : json::serialize(done.result);
  }

  socket_app tested;
};

TEST_F(websocket_step, messages_go_and_come) {
  EXPECT_EQ(perform("ws_connect", R"({"conn":"a","headers":{"Authorization":"x"}})"), R"({"open":true})");
  EXPECT_EQ(perform("ws_send", R"({"conn":"a","text":"hello"})"), "{}");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a"})"), R"({"frames":[{"text":"hello"}]})");
  perform("ws_send", R"({"conn":"a","text":"{\"n\":1}"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a","frames":1})"), R"({"frames":[{"json":{"n":1}}]})");
  perform("ws_send", R"({"conn":"a","binary":"00ff10"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a"})"), R"({"frames":[{"text":"binary"}]})");
}

TEST_F(websocket_step, frames_are_waited_for_until_the_time_is_over) {
  perform("ws_connect", R"({"conn":"a"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a","frames":0,"within_ms":20})"), R"({"frames":[]})");
  perform("ws_send", R"({"conn":"a","text":"twice"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a","frames":2})"), R"({"frames":[{"text":"twice"},{"text":"twice"}]})");
}

TEST_F(websocket_step, closing_says_how_it_was_closed_and_pauses) {
  perform("ws_connect", R"({"conn":"a"})");
  EXPECT_EQ(perform("ws_close", R"({"conn":"a"})"), R"({"closed":{"code":1000,"reason":""}})");
  EXPECT_EQ(tested.waited, std::chrono::milliseconds(700));
  perform("ws_connect", R"({"conn":"b"})");
  EXPECT_EQ(perform("ws_close", R"({"conn":"b","code":4001,"settle_ms":5})"),
            R"({"closed":{"code":4001,"reason":""}})");
  EXPECT_EQ(tested.waited, std::chrono::milliseconds(705));
}

TEST_F(websocket_step, the_servers_close_is_seen) {
  perform("ws_connect", R"({"conn":"a"})");
  perform("ws_send", R"({"conn":"a","text":"bye"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"a"})"), R"({"frames":[],"closed":{"code":4000,"reason":"as you wish"}})");
}

TEST_F(websocket_step, an_aborted_connection_is_gone) {
  perform("ws_connect", R"({"conn":"a"})");
  EXPECT_EQ(perform("ws_abort", R"({"conn":"a"})"), "{}");
  EXPECT_EQ(tested.server().endings(1).at(0), "1006  client");
}

TEST_F(websocket_step, what_cannot_be_is_an_error_and_no_success) {
  EXPECT_EQ(perform("ws_send", R"({"conn":"nobody","text":"x"})"), R"({"error":"there is no connection nobody"})");
  EXPECT_EQ(perform("ws_expect", R"({"conn":"nobody"})"), R"({"error":"there is no connection nobody"})");
  EXPECT_EQ(perform("ws_whistle", "{}"), "cannot: unknown action ws_whistle");
}

TEST_F(websocket_step, a_refused_handshake_says_with_what) {
  EXPECT_EQ(perform("ws_connect", R"({"conn":"a","headers":{"Sec-WebSocket-Key":"another"}})"),
            R"({"open":false,"status":400,"body":""})");
}

}  // namespace
}  // namespace parity_user_store
