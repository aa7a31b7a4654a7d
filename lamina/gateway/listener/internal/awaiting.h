#pragma once

#include <coroutine>
#include <optional>
#include <utility>

namespace lamina::gateway::internal {

// A coroutine that starts at once and belongs to nobody: it ends by itself. One that throws (only for lack of memory,
// here) is given up; what it owns is destroyed, so its connection is closed.
struct detached {
  struct promise_type {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {}
  };
};

// Turns a call with a completion into something to await. `start(done)` begins; done(value) goes on, later, never
// inside start.
template <class T, class Start>
class callback_result {
 public:
  explicit callback_result(Start start) : start_(std::move(start)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    start_([this, waiting](T value) {
      value_.emplace(std::move(value));
      waiting.resume();
    });
  }
  T await_resume() { return std::move(*value_); }

 private:
  Start start_;
  std::optional<T> value_;
};

template <class T, class Start>
callback_result<T, Start> await_callback(Start start) {
  return callback_result<T, Start>(std::move(start));
}

}  // namespace lamina::gateway::internal
