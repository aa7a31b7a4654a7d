#pragma once

#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "lamina/engine/internal_store.h"

namespace lamina {

// A value that is being fetched, shared between invocations and threads: whoever awaits it before it is there goes on
// on the loop it named, which must live until then. Made and settled by what fetches it.
class fetched_value final : public internal_store::pending {
 public:
  fetched_value() = default;
  explicit fetched_value(result<json::value> value) : value_(std::move(value)) {}

  // Once, from any thread.
  void settle(result<json::value> value);

  task<result<json::value>> get(scheduler& loop) override;
  bool has_failed() const;

 private:
  struct waiter {
    scheduler* loop;
    std::coroutine_handle<> coroutine;
  };
  struct arrival;

  // False when the value is there already.
  bool wait(scheduler& loop, std::coroutine_handle<> coroutine);

  mutable std::mutex mutex_;
  std::optional<result<json::value>> value_;
  std::vector<waiter> waiters_;
};

}  // namespace lamina
