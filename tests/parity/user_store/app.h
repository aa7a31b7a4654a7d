#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"
#include "lamina/store/sqlite_store.h"
#include "tests/parity/user_store/websocket_connections.h"

namespace parity_user_store {

struct http_message {
  std::string method;
  std::string path;  // below the stage
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// The user store that a transcript is run against.
class app {
 public:
  virtual ~app() = default;

  // Empties the stores and starts the app anew. The error says why that cannot be done; then only one group can be run.
  virtual lamina::result<void> start_fresh() = 0;

  // Sends one request on a connection of its own: {status, headers, body, json, bytes}, or {error}. Any thread.
  virtual lamina::json::value send(const http_message& request) = 0;

  // How often the authorizer has run so far; nothing when nobody can tell.
  virtual std::optional<int> authorizer_runs() = 0;

  // The store's file; null when it is not known.
  virtual lamina::store::sqlite_store* store() = 0;

  // Its WebSockets; null when it serves none.
  virtual websocket_connections* websockets() = 0;
  // The base address on which the app's pushes reach connections; empty when it serves none.
  virtual std::string websocket_endpoint() const = 0;

  virtual lamina::system_time now() const = 0;
  virtual void wait(std::chrono::milliseconds time) = 0;
};

// What send() answers for that status, headers and body.
lamina::json::value make_result(int status, const std::vector<std::pair<std::string, std::string>>& headers,
                                const std::string& body);

}  // namespace parity_user_store
