#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: SIGTERM

#include <fstream>
#include <map>

#include "lamina/testing/temporary_folder.h"
#include "lamina/testing/websocket_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::started_program;
using testing::websocket_client;
using testing::websocket_event;

// `lamina serve` with a service of one function behind all routes of a WebSocket API.
class live_service : public ::testing::Test {
 protected:
  std::unique_ptr<websocket_client> connect() {
    auto client = std::make_unique<websocket_client>(lamina.port(), std::chrono::seconds(30));
    EXPECT_EQ(client->connect("/dev").status, 101);
    return client;
  }
  // What the function noted about a route: connection and code.
  std::multimap<std::string, std::string> noted(const std::string& wanted) const {
    std::multimap<std::string, std::string> found;
    std::ifstream notes(notes_ / "notes");
    for (std::string route, id, line; notes >> route >> id && std::getline(notes, line);)
      if (route == wanted) found.emplace(id, line);
    return found;
  }

  testing::temporary_folder notes_;
  started_program lamina{
      {{"serverless.yml",
        "service: live\nprovider: {name: aws, runtime: provided.al2023, stage: dev, timeout: 10}\n"
        "functions:\n  socket:\n    handler: main.noted_sockets\n    environment: {NOTES: " +
            (notes_ / "notes").string() +
            "}\n    events:\n      - websocket: $connect\n      - websocket: $disconnect\n"
            "      - websocket: {route: $default, routeResponseSelectionExpression: $default}\n"}},
      {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER, "--access-log", "off", "--max-instances", "4"}};
};

TEST_F(live_service, a_function_that_dies_costs_only_its_own_message) {
  const auto client = connect();
  for (int i = 0; i < 3; ++i) {
    client->send_text("die");
    EXPECT_NE(client->next().payload.find("Internal server error"), std::string::npos);
    client->send_text("alive");
    EXPECT_EQ(client->next().payload, "alive");
  }
}

TEST_F(live_service, sigterm_closes_every_connection_and_delivers_every_disconnect) {
  constexpr std::size_t count = 100;
  std::vector<std::unique_ptr<websocket_client>> clients;
  for (std::size_t i = 0; i < count; ++i) clients.push_back(connect());
  lamina.signal(SIGTERM);
  for (const auto& client : clients) {
    const auto event = client->next();
    EXPECT_EQ(event.what, websocket_event::kind::close);
    EXPECT_EQ(event.code, 1001);
    client->send_close(1001);
  }
  EXPECT_EQ(lamina.wait(), 0) << lamina.output();
  const auto connected = noted("$connect"), disconnected = noted("$disconnect");
  EXPECT_EQ(connected.size(), count);
  EXPECT_EQ(disconnected.size(), count);
  for (const auto& [id, line] : connected) EXPECT_EQ(disconnected.count(id), 1u) << id;
}

}  // namespace
}  // namespace lamina
