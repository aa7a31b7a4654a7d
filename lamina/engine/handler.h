#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "lamina/base/eventual.h"
#include "lamina/base/result.h"
#include "lamina/engine/context.h"
#include "lamina/json/json.h"

namespace lamina {

// What an invocation came to: a response (absent: JavaScript's undefined), or the error that nobody handled.
using outcome = result<std::optional<json::value>>;

class engine;

namespace internal {

template <class T>
struct signature_of {};  // none
template <class T>
requires requires { typename signature_of<decltype(&T::operator())>::result; }
struct signature_of<T> : signature_of<decltype(&T::operator())> {};
template <class R, class... Args>
struct signature_of<R (*)(Args...)> {
  using result = R;
  using parameters = std::tuple<Args...>;
};
template <class R, class C, class... Args>
struct signature_of<R (C::*)(Args...) const> : signature_of<R (*)(Args...)> {};
template <class R, class... Args>
struct signature_of<R (*)(Args...) noexcept> : signature_of<R (*)(Args...)> {};
template <class R, class C, class... Args>
struct signature_of<R (C::*)(Args...) const noexcept> : signature_of<R (*)(Args...)> {};

template <class T>
struct awaited {
  using type = T;
  static constexpr bool is_task = false;
};
template <class T>
struct awaited<task<T>> {
  using type = T;
  static constexpr bool is_task = true;
};

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

// What a handler returned, as an outcome; made in `storage` by those that can.
template <class T>
outcome to_outcome(T&& value, const json::storage_ptr& storage) {
  using type = std::remove_cvref_t<T>;
  if constexpr (is_result<type>) {
    if (!value) return std::forward<T>(value).error();
    if constexpr (std::same_as<type, result<void>>)
      return std::optional<json::value>();
    else
      return to_outcome(*std::forward<T>(value), storage);
  } else if constexpr (std::same_as<type, std::optional<json::value>>) {
    return std::forward<T>(value);
  } else if constexpr (requires { value.to_json(storage); }) {
    return std::optional<json::value>(value.to_json(storage));
  } else if constexpr (requires { value.to_json(); }) {
    return std::optional<json::value>(value.to_json());
  } else {
    static_assert(std::constructible_from<json::value, T>,
                  "a handler returns nothing, json::value, something JSON can be made of, or a type with to_json()");
    return std::optional<json::value>(json::value(std::forward<T>(value)));
  }
}

// The handler's first argument, made of the event: the event itself, or P::from_event(event).
template <class P>
struct event_argument {
  using type = std::remove_cvref_t<P>;
  static auto from(const json::value& event) {
    static_assert(
        requires { type::from_event(event); },
        "a handler's first parameter is const json::value&, const http_event&, or a type with a static "
        "member from_event(const json::value&)");
    return type::from_event(event);
  }
};

}  // namespace internal

// A function that can be a handler: (event), (event, context&), or (), where event is const json::value&, const
// http_event& or another type with a static from_event(const json::value&) that returns it or a result of it (a failed
// one fails the invocation). It returns nothing, a JSON value, a type with to_json() or to_json(storage), a result of
// these, or a task of any of these. Not a generic lambda.
template <class F>
concept handler_type = !std::same_as<std::remove_cvref_t<F>, engine> && requires {
  typename internal::signature_of<std::decay_t<F>>::result;
};

// Any handler, as a value. Copies share the object.
class handler_function {
 public:
  // `lifetime` keeps event and context alive beyond the answer, for a handler that was given up; most ignore it.
  using call = eventual<outcome> (*)(const void* self, json::value& event, context& context,
                                     const std::shared_ptr<void>& lifetime);

  handler_function() = default;  // returns nothing
  handler_function(std::shared_ptr<const void> self, call function, bool may_wait)
      : self_(std::move(self)), call_(function), may_wait_(may_wait) {}

  template <handler_type F>
  handler_function(F function)  // NOLINT: implicit, so that an engine is made of any handler
      : self_(std::make_shared<const std::decay_t<F>>(std::move(function))),
        call_(&invoke<std::decay_t<F>>),
        may_wait_(internal::awaited<typename internal::signature_of<std::decay_t<F>>::result>::is_task) {}

  eventual<outcome> operator()(json::value& event, context& context, const std::shared_ptr<void>& lifetime) const {
    return call_ ? call_(self_.get(), event, context, lifetime) : outcome(std::optional<json::value>());
  }
  // Can an invocation be unfinished when the call returns?
  bool may_wait() const noexcept { return may_wait_; }
  const std::shared_ptr<const void>& owner() const noexcept { return self_; }

 private:
  template <class F, class... Event>
  static decltype(auto) apply(const F& function, context& context, Event&... event) {
    if constexpr (std::invocable<const F&, Event&..., lamina::context&>)
      return function(event..., context);
    else
      return function(event...);
  }

  template <class F>
  static eventual<outcome> invoke(const void* self, json::value& event, context& context,
                                  const std::shared_ptr<void>&) {
    using signature = internal::signature_of<F>;
    using parameters = typename signature::parameters;
    const F& function = *static_cast<const F*>(self);
    if constexpr (std::tuple_size_v<parameters> == 0) {
      return finish<typename signature::result>(function, context, event.storage());
    } else {
      using first = std::tuple_element_t<0, parameters>;
      if constexpr (std::same_as<std::remove_cvref_t<first>, json::value>) {
        return finish<typename signature::result>(function, context, event.storage(), event);
      } else {
        auto argument = internal::event_argument<first>::from(event);
        if constexpr (internal::is_result<decltype(argument)>) {
          if (!argument) return outcome(std::move(argument).error());
          return finish_with<typename signature::result>(function, context, event.storage(), *std::move(argument));
        } else {
          return finish_with<typename signature::result>(function, context, event.storage(), std::move(argument));
        }
      }
    }
  }

  // Calls at once, or makes the coroutine that will.
  template <class R, class F, class... Event>
  static eventual<outcome> finish(const F& function, context& context, json::storage_ptr storage, Event&... event) {
    if constexpr (internal::awaited<R>::is_task) {
      return await_outcome(apply(function, context, event...), std::move(storage));
    } else if constexpr (std::same_as<R, void>) {
      apply(function, context, event...);
      return outcome(std::optional<json::value>());
    } else {
      return internal::to_outcome(apply(function, context, event...), storage);
    }
  }
  template <class R, class F, class Event>
  static eventual<outcome> finish_with(const F& function, context& context, json::storage_ptr storage, Event event) {
    if constexpr (internal::awaited<R>::is_task)
      return await_with_event(function, context, std::move(storage), std::move(event));
    else
      return finish<R>(function, context, std::move(storage), event);
  }

  template <class T>
  static task<outcome> await_outcome(task<T> work, [[maybe_unused]] json::storage_ptr storage) {
    if constexpr (std::same_as<T, void>) {
      co_await work;
      co_return std::optional<json::value>();
    } else {
      T value = co_await work;
      co_return internal::to_outcome(std::move(value), storage);
    }
  }
  // The event lives in this frame for as long as the handler runs.
  template <class F, class Event>
  static task<outcome> await_with_event(const F& function, context& context, json::storage_ptr storage, Event event) {
    task<outcome> work = await_outcome(apply(function, context, event), std::move(storage));
    outcome done = co_await work;
    co_return done;
  }

  std::shared_ptr<const void> self_;
  call call_ = nullptr;
  bool may_wait_ = false;
};

}  // namespace lamina
