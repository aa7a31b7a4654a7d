#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "lamina/json/json.h"
#include "lamina/testing/websocket_client.h"

namespace parity_user_store {

struct websocket_address {
  std::string host;
  std::uint16_t port = 80;
  std::string target = "/";
};

// The WebSockets that a transcript's steps name. Each call blocks for as long as its action says, and answers the
// action's result; {error} when it cannot be performed. Different connections may be used by different threads at once.
class websocket_connections {
 public:
  explicit websocket_connections(websocket_address to) : to_(std::move(to)) {}

  // {open: true}, or {open: false, status, body}
  lamina::json::value connect(const std::string& name, const lamina::testing::websocket_client::headers& headers);
  lamina::json::value send_text(const std::string& name, std::string_view text);
  lamina::json::value send_binary(const std::string& name, std::string_view bytes);
  // Waits for that many messages, and takes all that are there; waits the whole time when `count` is 0. {frames:
  // [{json} or {text}, or {binary: hex}]}, and {closed: {code, reason}} when the server has closed it.
  lamina::json::value expect(const std::string& name, std::size_t count, std::chrono::milliseconds within);
  // {closed: {code, reason}}; 1006 where no close frame came.
  lamina::json::value close(const std::string& name, std::uint16_t code);
  lamina::json::value abort(const std::string& name);

 private:
  using client = lamina::testing::websocket_client;
  // Throws std::runtime_error when there is none.
  client& find(const std::string& name);

  const websocket_address to_;
  std::mutex mutex_;  // of the map, not of the clients in it
  std::map<std::string, std::unique_ptr<client>> open_;
};

}  // namespace parity_user_store
