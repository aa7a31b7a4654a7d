#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "lamina/engine/hook.h"

namespace lamina {

// Which of a middleware's hooks are to run. A middleware whose options switch hooks off says so in a member
// `lamina::phases active() const`; without that member all of its hooks run.
struct phases {
  bool before = false;
  bool after = false;
  bool on_error = false;
};

namespace internal {

template <class M>
concept has_before = requires {
  &M::before;
};
template <class M>
concept has_after = requires {
  &M::after;
};
template <class M>
concept has_on_error = requires {
  &M::on_error;
};

}  // namespace internal

// A class with at least one of the hooks
//
//   void before(request&) const;  void after(request&) const;  void on_error(request&) const;
//
// each of which may return void, step, task<void> or task<step>. Hooks are const and may run on several threads at
// once: what belongs to one invocation is kept in request.internal. Optional members: `static constexpr
// std::string_view name` (as Middy spells it: "http-cors"), `phases active() const`, and `void prefetch(scheduler&)
// const`, which begins to load on that loop what requests will need (see fetcher.h) and neither waits nor fails.
template <class M>
concept middleware_type = internal::has_before<M> || internal::has_after<M> || internal::has_on_error<M>;

// Any middleware, as a value. Copies share the object. Made once, when the chain is built.
class middleware {
 public:
  middleware() = default;  // no hooks: engine::use refuses it, as Middy does

  template <class M>
  requires(!std::same_as<std::remove_cvref_t<M>, middleware>)
      middleware(M value) {  // NOLINT: implicit, so that use() takes any of them
    static_assert(middleware_type<M>, "a middleware has at least one of the const members before, after, on_error");
    auto self = std::make_shared<const M>(std::move(value));
    phases active{true, true, true};
    if constexpr (requires { self->active(); }) active = self->active();
    if constexpr (requires { std::string(M::name); }) name_ = M::name;
    if constexpr (internal::has_before<M>)
      if (active.before) before_ = internal::make_hook(*self, [](const M& m, request& r) { return m.before(r); });
    if constexpr (internal::has_after<M>)
      if (active.after) after_ = internal::make_hook(*self, [](const M& m, request& r) { return m.after(r); });
    if constexpr (internal::has_on_error<M>)
      if (active.on_error) on_error_ = internal::make_hook(*self, [](const M& m, request& r) { return m.on_error(r); });
    if constexpr (requires(scheduler & loop) { self->prefetch(loop); })
      prefetch_ = [self](scheduler& loop) { self->prefetch(loop); };
    owner_ = std::move(self);
  }

  // Empty when the class has no such hook or its options switched it off.
  const hook& before() const noexcept { return before_; }
  const hook& after() const noexcept { return after_; }
  const hook& on_error() const noexcept { return on_error_; }
  bool has_hooks() const noexcept { return before_ || after_ || on_error_; }
  // Empty when there is nothing to load ahead of requests.
  const std::function<void(scheduler&)>& prefetch() const noexcept { return prefetch_; }
  // Keeps the object of the hooks alive.
  const std::shared_ptr<const void>& owner() const noexcept { return owner_; }

  // For traces; "" when the class has none.
  const std::string& name() const noexcept { return name_; }
  middleware&& named(std::string name) && {
    name_ = std::move(name);
    return std::move(*this);
  }

 private:
  std::shared_ptr<const void> owner_;
  hook before_, after_, on_error_;
  std::function<void(scheduler&)> prefetch_;
  std::string name_;
};

}  // namespace lamina
