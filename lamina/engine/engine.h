#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/eventual.h"
#include "lamina/engine/handler.h"
#include "lamina/engine/hook.h"
#include "lamina/engine/middleware.h"
#include "lamina/engine/plugin.h"

namespace lamina {

namespace internal {
class invocation;
}

// A handler with middlewares around it, as Middy's engine:
//
//   auto payments = engine(process_payment).use(http_json_body_parser()).use(http_error_handler());
//
// before hooks run in the order attached, then the handler, then after hooks in reverse; an error anywhere runs all
// on_error hooks in reverse. A value: built once, then only read; a built engine serves any number of invocations on
// any number of threads at once, and must outlive them. Building throws lamina::error when something is wrong.
class engine {
 public:
  engine() = default;  // the handler returns nothing until handler() sets one
  explicit engine(plugin plugin);
  template <handler_type Handler>
  engine(Handler handler, plugin plugin = {})  // NOLINT: implicit, a function is a handler is an engine
      : engine(std::move(plugin)) {
    handler_ = handler_function(std::move(handler));
  }
  // Around a handler that is one already: a router's.
  engine(handler_function handler, plugin plugin = {})  // NOLINT: implicit, see above
      : engine(std::move(plugin)) {
    handler_ = std::move(handler);
  }
  // As the handler of another engine or of a route: a copy.
  operator handler_function() const;  // NOLINT: implicit, an engine is a handler

  // Attaches middlewares. One without hooks is refused (its options switched everything off); of a list then none is
  // attached.
  engine& use(middleware one) &;
  engine& use(std::vector<middleware> several) &;
  engine& use(std::initializer_list<middleware> several) & { return use(std::vector<middleware>(several)); }
  engine&& use(middleware one) && { return std::move(use(std::move(one))); }
  engine&& use(std::vector<middleware> several) && { return std::move(use(std::move(several))); }
  engine&& use(std::initializer_list<middleware> several) && { return std::move(use(several)); }

  // Attaches one hook; `name` is for the plugin's before_middleware and after_middleware.
  engine& before(hook_function function, std::string_view name = {}) &;
  engine& after(hook_function function, std::string_view name = {}) &;
  engine& on_error(hook_function function, std::string_view name = {}) &;
  engine&& before(hook_function function, std::string_view name = {}) && {
    return std::move(before(std::move(function), name));
  }
  engine&& after(hook_function function, std::string_view name = {}) && {
    return std::move(after(std::move(function), name));
  }
  engine&& on_error(hook_function function, std::string_view name = {}) && {
    return std::move(on_error(std::move(function), name));
  }

  // Sets the handler, the last call wins: whatever handler_function takes, or another engine.
  template <class Handler>
  engine& handler(Handler function) & {
    handler_ = handler_function(std::move(function));
    return *this;
  }
  template <class Handler>
  engine&& handler(Handler function) && {
    return std::move(handler(std::move(function)));
  }

  // Serves one event. Ready at once when nothing had to be awaited; else await it on the context's loop, whose thread
  // this must be. Never throws. A handler that was given up by the early timeout keeps event and context alive until it
  // ends, so the event's storage must be counted (the default, or make_shared_resource).
  eventual<outcome> run(json::value event, std::shared_ptr<context> context) const;

  // The same, and waits: works off the context's loop until the answer is there and the handler has ended. For tests
  // and programs that do one thing at a time.
  outcome operator()(json::value event, context& context) const;

  // Lets the chain's middlewares begin to load on `loop` what they will need; those of engines inside this one are not
  // asked. On the loop's thread, or before it runs. For whoever runs an engine, before the first event. Never throws:
  // what could not be begun is fetched when a request needs it.
  void prefetch(scheduler& loop) const noexcept;

  // Can an invocation be unfinished when run() returns? False when everything is synchronous: then run() and the call
  // need no loop and allocate nothing of their own.
  bool may_wait() const noexcept { return may_wait_ || handler_.may_wait(); }

 private:
  friend class internal::invocation;

  struct hooks {
    std::vector<hook> list;  // in the order they run
    std::vector<std::string> names;
  };

  eventual<outcome> run_inside(json::value& event, context& context, const std::shared_ptr<void>& lifetime) const;
  void attach_before(const hook& hook, std::string_view name);
  void attach_reversed(hooks& hooks, const hook& hook, std::string_view name, std::string_view phase);

  lamina::plugin plugin_;
  handler_function handler_;
  hooks before_, after_, on_error_;
  std::vector<std::shared_ptr<const void>> owners_;  // of the hooks' objects
  std::vector<std::function<void(scheduler&)>> prefetches_;
  bool may_wait_ = false;  // one of the hooks is asynchronous
};

}  // namespace lamina
