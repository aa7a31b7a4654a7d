#pragma once

#include <memory>
#include <string>

#include "tests/parity/user_store/app.h"
#include "tests/parity/user_store/http_client.h"
#include "tests/parity/user_store/served_command.h"

namespace parity_user_store {

struct live_app_options {
  base_address address{};
  std::string websocket_url{};  // "ws://host:port/path"; empty: the api's address with the stage
  std::string stage = "dev";
  std::string store_file{};  // empty: the tables are not known
  std::string store_type{};  // handed to the command
  std::string command{};     // starts the app; empty: it runs already
  std::string ready_file{};  // where the command writes its address, stage included; empty: it is the one above
  // A line of the command's output with this text means that the authorizer was called: as lamina's access log says it.
  std::string authorizer_marker = R"("authorizer":"miss")";
};

// The user store behind a running gateway.
class live_app final : public app {
 public:
  explicit live_app(live_app_options options) : options_(std::move(options)) {}

  lamina::result<void> start_fresh() override;
  lamina::json::value send(const http_message& request) override;
  std::optional<int> authorizer_runs() override;
  lamina::store::sqlite_store* store() override { return store_.get(); }
  websocket_connections* websockets() override { return websockets_.get(); }
  std::string websocket_endpoint() const override;
  lamina::system_time now() const override { return std::chrono::system_clock::now(); }
  void wait(std::chrono::milliseconds time) override;

  // Where the command's output goes.
  std::string output_file() const { return options_.store_file + ".output"; }

 private:
  lamina::result<void> wait_until_up();
  bool is_up();
  base_address websocket_base() const;
  void connect_websockets();
  int count_marker() const;

  live_app_options options_;
  std::unique_ptr<lamina::store::sqlite_store> store_;
  served_command served_;
  std::unique_ptr<websocket_connections> websockets_;
};

}  // namespace parity_user_store
