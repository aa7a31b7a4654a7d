#pragma once

#include <memory>
#include <optional>

#include "lamina/engine/engine.h"
#include "lamina/engine/request.h"

namespace lamina::internal {

// The error that is being handled, in a catch (...) block.
error current_error() noexcept;

// One invocation of one engine: a small machine that goes from phase to phase in a plain loop, and stops only where
// something asynchronous must be awaited. On the stack when nothing can be; else shared, since a handler that is given
// up still uses it.
class invocation {
 public:
  // An engine's own invocation, or one inside another, whose event, context and lifetime it uses.
  invocation(const engine& engine, json::value event, std::shared_ptr<context> context);
  invocation(const engine& engine, json::value& event, context& context, std::shared_ptr<void> lifetime);
  invocation(const invocation&) = delete;
  invocation& operator=(const invocation&) = delete;

  // Goes on until the invocation is finished (true), or hook or handler must be awaited (false).
  bool advance() noexcept;
  // Once advance() was true.
  outcome take();

  // The rest of an invocation whose advance() was false.
  static task<outcome> finish(std::shared_ptr<invocation> self);
  static eventual<outcome> start(std::shared_ptr<invocation> self);

 private:
  enum class phase { start, before, handler, after, on_error, end, finished };

  void take_next_step();
  void start_request();
  void run_hooks(const engine::hooks& hooks);
  void settle_hook(step&& said);
  void run_handler();
  void settle_handler(outcome said);
  void finish_phase();
  void run_request_end();
  void fail(error failure);
  void enter_on_error(error failure);
  void enter_end();
  std::optional<std::chrono::nanoseconds> time_for_handler() const;

  static task<outcome> await_handler(std::shared_ptr<invocation> self);

  const engine& engine_;
  json::value owned_event_;
  std::shared_ptr<context> owned_context_;
  std::shared_ptr<void> lifetime_;             // of an invocation around this one
  std::shared_ptr<const void> handler_owner_;  // a handler that was given up may outlive the engine
  request request_;
  phase phase_ = phase::start;
  std::size_t next_ = 0;  // hook of the phase
  std::weak_ptr<invocation> self_;

  std::optional<task<step>> hook_to_await_;
  std::optional<eventual<outcome>> handler_to_await_;
  std::optional<step> hook_said_;  // what was awaited came to this
  std::optional<outcome> handler_said_;

  std::optional<error> original_;  // what brought us into on_error
  std::optional<error> failure_;   // what the caller will see
};

}  // namespace lamina::internal
