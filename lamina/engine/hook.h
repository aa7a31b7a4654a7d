#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "lamina/base/task.h"
#include "lamina/engine/request.h"
#include "lamina/engine/step.h"

namespace lamina {

// One hook of a chain: a function and the object it belongs to. Exactly one of `now` and `later` is set when it is
// there.
struct hook {
  using plain = step (*)(const void* self, request& request);
  using asynchronous = task<step> (*)(const void* self, request& request);

  const void* self = nullptr;
  plain now = nullptr;
  asynchronous later = nullptr;

  explicit operator bool() const noexcept { return now != nullptr || later != nullptr; }
};

namespace internal {

template <class R>
concept hook_result =
    std::same_as<R, void> || std::same_as<R, step> || std::same_as<R, task<void>> || std::same_as<R, task<step>>;

inline task<step> await_step(task<void> work) {
  co_await work;
  co_return step();
}
inline task<step> await_step(task<step> work) { return work; }

// Makes a hook of `Call`, a stateless function object (const Self&, request&).
template <class Self, class Call>
hook make_hook(const Self& self, Call) {
  using result = std::invoke_result_t<Call, const Self&, request&>;
  static_assert(
      hook_result<result>,
      "a hook is a const member that takes lamina::request& and returns void, step, task<void> or task<step>");
  if constexpr (std::same_as<result, void>) {
    return {&self, [](const void* object, request& request) {
              Call()(*static_cast<const Self*>(object), request);
              return step();
            }};
  } else if constexpr (std::same_as<result, step>) {
    return {&self,
            [](const void* object, request& request) { return Call()(*static_cast<const Self*>(object), request); }};
  } else {
    return {&self, nullptr, [](const void* object, request& request) {
              return await_step(Call()(*static_cast<const Self*>(object), request));
            }};
  }
}

}  // namespace internal

// Any function of a request that returns what a hook may return, with its object. Copies share the object.
class hook_function {
 public:
  hook_function() = default;

  template <class Function>
  requires(!std::same_as<std::remove_cvref_t<Function>, hook_function> &&
           std::invocable<const std::decay_t<Function>&, request&>)
      hook_function(Function&& function) {  // NOLINT: implicit, as std::function
    auto self = std::make_shared<const std::decay_t<Function>>(std::forward<Function>(function));
    hook_ = internal::make_hook(*self, [](const std::decay_t<Function>& f, request& r) { return f(r); });
    owner_ = std::move(self);
  }

  const lamina::hook& hook() const noexcept { return hook_; }
  // Keeps the object alive.
  const std::shared_ptr<const void>& owner() const noexcept { return owner_; }
  explicit operator bool() const noexcept { return static_cast<bool>(hook_); }

 private:
  std::shared_ptr<const void> owner_;
  lamina::hook hook_;
};

}  // namespace lamina
