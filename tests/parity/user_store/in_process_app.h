#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

#include "examples/user_store/application.h"
#include "examples/user_store/temporary_store.h"
#include "tests/parity/user_store/app.h"

namespace parity_user_store {

// The user store's handlers called directly, behind just enough of a gateway: stage, guarded paths, the authorizer with
// its cache, REST events and answers. Time is moved by hand. For a quick test of the application without any process or
// socket.
class in_process_app final : public app {
 public:
  explicit in_process_app(user_store::store_type type) : type_(type) {}

  lamina::result<void> start_fresh() override;
  lamina::json::value send(const http_message& request) override;
  std::optional<int> authorizer_runs() override { return authorizer_runs_.load(); }
  lamina::store::sqlite_store* store() override { return temporary_ ? temporary_->store.get() : nullptr; }
  websocket_connections* websockets() override { return nullptr; }
  std::string websocket_endpoint() const override { return {}; }
  lamina::system_time now() const override;
  void wait(std::chrono::milliseconds time) override { passed_ms_ += time.count(); }

  // All that was logged.
  std::string log_text() const;

 private:
  struct cached_policy {
    lamina::json::value answer;
    lamina::system_time until;
  };
  // The authorizer's answer for that header, out of the cache or not; null JSON when it said "Unauthorized".
  lamina::json::value authorize(const std::string& header, const http_message& request);
  lamina::outcome call(const lamina::engine& handler, lamina::json::value event) const;

  user_store::store_type type_;
  std::unique_ptr<user_store::temporary_store> temporary_;
  lamina::engine authorizer_, open_, guarded_;
  std::atomic<std::int64_t> passed_ms_{0};
  std::atomic<int> authorizer_runs_{0};
  mutable std::mutex lock_;  // of what follows
  std::map<std::string, cached_policy> cache_;
  std::string log_;
};

}  // namespace parity_user_store
