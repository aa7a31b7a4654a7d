#pragma once

#include <coroutine>
#include <utility>
#include <variant>

#include "lamina/base/task.h"

namespace lamina {

// A value that is there already, or the task that will bring it: what may be asynchronous returns, so that what is not
// costs no coroutine frame. Await it once, or take() it when it is ready.
template <class T>
class [[nodiscard]] eventual {
 public:
  eventual(T value) : state_(std::in_place_index<0>, std::move(value)) {}        // NOLINT: implicit on purpose
  eventual(task<T> later) : state_(std::in_place_index<1>, std::move(later)) {}  // NOLINT

  bool is_ready() const noexcept { return state_.index() == 0; }
  T take() { return std::move(*std::get_if<0>(&state_)); }

  bool await_ready() const noexcept { return is_ready(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    return std::get_if<1>(&state_)->await_suspend(awaiting);
  }
  T await_resume() { return is_ready() ? take() : std::get_if<1>(&state_)->await_resume(); }

 private:
  std::variant<T, task<T>> state_;
};

}  // namespace lamina
