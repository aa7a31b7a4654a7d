#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace lamina {

template <class Signature>
class move_only_function;

// std::move_only_function of C++23: a callable that need not be copied (it may own a socket, an arena, a result).
// One allocation when made; calling an empty one is undefined.
template <class R, class... Args>
class move_only_function<R(Args...)> {
 public:
  move_only_function() = default;
  move_only_function(std::nullptr_t) {}  // NOLINT: as std::function

  template <class Callable>
  requires(!std::is_same_v<std::decay_t<Callable>, move_only_function> &&
           std::is_invocable_r_v<R, std::decay_t<Callable>&, Args...>)
      move_only_function(Callable&& callable)  // NOLINT: as std::function
      : target_(std::make_unique<holder<std::decay_t<Callable>>>(std::forward<Callable>(callable))) {}

  R operator()(Args... args) { return target_->call(std::forward<Args>(args)...); }
  explicit operator bool() const noexcept { return target_ != nullptr; }

 private:
  struct callable_base {
    virtual ~callable_base() = default;
    virtual R call(Args... args) = 0;
  };

  template <class Callable>
  struct holder final : callable_base {
    template <class From>
    explicit holder(From&& from) : callable(std::forward<From>(from)) {}
    R call(Args... args) override { return callable(std::forward<Args>(args)...); }
    Callable callable;
  };

  std::unique_ptr<callable_base> target_;
};

}  // namespace lamina
