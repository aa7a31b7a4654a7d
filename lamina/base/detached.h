#pragma once

#include <coroutine>
#include <exception>

namespace lamina {

// A coroutine that nobody awaits: it starts at once, on the caller's thread, and destroys itself when it ends. Whom it
// has something to tell it tells by a call. Its body must not throw: the program would end.
struct detached {
  struct promise_type {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
  };
};

}  // namespace lamina
