#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

std::string with_custom(std::string_view custom) { return service_text("custom:\n" + std::string(custom)); }

TEST(websocket_placement, is_beside_the_rest_api_unless_the_file_says_more) {
  const loaded_text one(service_text(""));
  EXPECT_EQ(one->websocket, websocket_placement());
  EXPECT_FALSE(one->websocket.is_apart());
}

TEST(websocket_placement, is_read_from_custom_lamina) {
  const loaded_text one(with_custom(
      "  lamina:\n    websocket: {path: /live/, host: WS.example.com, port: 3001, binaryMessages: true}\n"));
  EXPECT_EQ(one->websocket.path, "/live");
  EXPECT_EQ(one->websocket.host, "ws.example.com");
  EXPECT_EQ(one->websocket.port, 3001);
  EXPECT_TRUE(one->websocket.binary_messages);
  EXPECT_TRUE(one->websocket.is_apart());
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(websocket_placement, takes_the_port_of_serverless_offline_where_it_is_set) {
  EXPECT_EQ(loaded_text(with_custom("  serverless-offline: {websocketPort: 6000}\n"))->websocket.port, 6000);
  EXPECT_EQ(loaded_text(with_custom("  serverless-offline: {httpPort: 6000}\n"))->websocket.port, std::nullopt);
  EXPECT_EQ(loaded_text(with_custom("  serverless-offline: {websocketPort: 6000}\n  lamina: {websocket: {port: 0}}\n"))
                ->websocket.port,
            0);
}

TEST(websocket_placement, takes_the_time_limits_of_serverless_offline) {
  const loaded_text one(
      with_custom("  serverless-offline: {webSocketIdleTimeout: 30, webSocketHardTimeout: '3600'}\n"));
  EXPECT_EQ(one->websocket.idle_timeout, std::chrono::seconds(30));
  EXPECT_EQ(one->websocket.total_timeout, std::chrono::hours(1));
  EXPECT_EQ(one.all_warnings(), "");
  EXPECT_EQ(loaded_text(with_custom("  serverless-offline: {webSocketIdleTimeout: 0}\n")).failure(),
            "serverless.yml:5: custom.serverless-offline.webSocketIdleTimeout: expected a number of seconds, 1 at "
            "least, found a number");
}

TEST(websocket_placement, a_path_may_be_the_root) {
  EXPECT_EQ(loaded_text(with_custom("  lamina: {websocket: {path: /}}\n"))->websocket.path, "/");
}

TEST(websocket_placement, names_what_cannot_be) {
  const auto failure = [](const std::string& placement) {
    return loaded_text(with_custom("  lamina:\n    websocket:\n      " + placement + "\n")).failure();
  };
  EXPECT_EQ(failure("port: 70000"),
            "serverless.yml:7: custom.lamina.websocket.port: expected a whole number from 0 to 65535, found a number");
  EXPECT_EQ(failure("path: live").find("serverless.yml:7: custom.lamina.websocket.path: expected a path that begins"),
            0u);
  for (const char* path : {"/a b", "/a?b", "/a#b", "/a%20", "//a"})
    EXPECT_NE(failure("path: \"" + std::string(path) + "\"").find("expected a path"), std::string::npos) << path;
  EXPECT_EQ(failure("host: \"ws.example.com:80\"")
                .find("serverless.yml:7: custom.lamina.websocket.host: expected a host name"),
            0u);
  EXPECT_EQ(
      failure("binaryMessages: sometimes"),
      "serverless.yml:7: custom.lamina.websocket.binaryMessages: expected true or false, found the text 'sometimes'");
  EXPECT_EQ(
      loaded_text(with_custom("  lamina: {websocket: 3001}\n")).failure(),
      "serverless.yml:5: custom.lamina.websocket: expected a map with path, host, port or binaryMessages, found a "
      "number");
  EXPECT_EQ(loaded_text(with_custom("  lamina: [1]\n")).failure(),
            "serverless.yml:5: custom.lamina: expected a map, found a list");
}

TEST(websocket_placement, warns_about_unknown_keys) {
  const loaded_text one(with_custom("  lamina:\n    websockets: {}\n    websocket: {ports: 1, colour: red}\n"));
  EXPECT_TRUE(one.warns("custom.lamina.websockets: unknown key of custom.lamina, ignored; did you mean websocket?"));
  EXPECT_TRUE(one.warns("unknown key of custom.lamina.websocket, ignored; did you mean port?"));
  EXPECT_TRUE(one.warns("custom.lamina.websocket.colour: unknown key of custom.lamina.websocket, ignored"));
}

TEST(websocket_placement, what_cannot_be_resolved_is_a_warning) {
  const loaded_text one(with_custom("  lamina: {websocket: {port: \"${env:NO_SUCH_PORT}\"}}\n"));
  EXPECT_EQ(one->websocket.port, std::nullopt);
  EXPECT_TRUE(one.warns("the default is used"));
}

}  // namespace
}  // namespace lamina::config
