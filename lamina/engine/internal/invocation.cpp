#include "lamina/engine/internal/invocation.h"

#include <algorithm>
#include <utility>

#include "lamina/engine/internal/race.h"

namespace lamina::internal {
namespace {

// Was the same error thrown again? An error has no identity, so: does it say the same?
bool is_same(const error& left, const error& right) {
  return left.message == right.message && left.name == right.name && left.status_code == right.status_code &&
         left.expose == right.expose && left.cause_error == right.cause_error && left.original == right.original &&
         left.cause == right.cause && left.headers == right.headers;
}

error early_timeout() {
  error timeout("[AbortError]: The operation was aborted.");
  timeout.name = "TimeoutError";
  return std::move(timeout).with_cause("@middy/core");
}

}  // namespace

error current_error() noexcept {
  try {
    throw;
  } catch (error& caught) {
    return std::move(caught);
  } catch (const std::exception& caught) {
    return error(std::string(caught.what()));
  } catch (...) {
    return error(std::string("something that is no std::exception was thrown"));
  }
}

invocation::invocation(const engine& engine, json::value event, std::shared_ptr<context> context)
    : engine_(engine),
      owned_event_(std::move(event)),
      owned_context_(std::move(context)),
      request_{owned_event_, *owned_context_} {}

invocation::invocation(const engine& engine, json::value& event, context& context, std::shared_ptr<void> lifetime)
    : engine_(engine), lifetime_(std::move(lifetime)), request_{event, context} {}

bool invocation::advance() noexcept {
  while (phase_ != phase::finished) {
    try {
      take_next_step();
    } catch (...) {
      fail(current_error());
    }
    if (hook_to_await_ || handler_to_await_) return false;
  }
  return true;
}

void invocation::take_next_step() {
  if (hook_said_) return settle_hook(*std::exchange(hook_said_, std::nullopt));
  if (handler_said_) return settle_handler(*std::exchange(handler_said_, std::nullopt));
  switch (phase_) {
    case phase::start: return start_request();
    case phase::before: return run_hooks(engine_.before_);
    case phase::handler: return run_handler();
    case phase::after: return run_hooks(engine_.after_);
    case phase::on_error: return run_hooks(engine_.on_error_);
    case phase::end: return run_request_end();
    case phase::finished: return;
  }
}

void invocation::start_request() {
  for (const auto& [name, value] : engine_.plugin_.internal) request_.internal.set(name, value);
  if (engine_.plugin_.request_start) engine_.plugin_.request_start(request_);
  phase_ = phase::before;
}

void invocation::run_hooks(const engine::hooks& hooks) {
  const auto& before = engine_.plugin_.before_middleware;
  const phase started_in = phase_;
  while (next_ < hooks.list.size()) {
    const hook& next = hooks.list[next_];
    if (before) before(hooks.names[next_]);
    if (next.later) {
      hook_to_await_.emplace(next.later(next.self, request_));
      return;
    }
    step said = next.now(next.self, request_);
    if (said.goes_on() && !engine_.plugin_.after_middleware) {
      ++next_;
      continue;
    }
    settle_hook(std::move(said));
    if (phase_ != started_in) return;
  }
  finish_phase();
}

void invocation::settle_hook(step&& said) {
  if (error* failure = said.failure()) return fail(std::move(*failure));
  if (phase_ == phase::end) {
    phase_ = phase::finished;
    return;
  }
  if (engine_.plugin_.after_middleware) {
    const engine::hooks& hooks = phase_ == phase::before  ? engine_.before_
                                 : phase_ == phase::after ? engine_.after_
                                                          : engine_.on_error_;
    engine_.plugin_.after_middleware(hooks.names[next_]);
  }
  ++next_;
  if (step::early_response* early = said.early()) {
    request_.response = std::move(early->response);
    if (phase_ == phase::before)
      enter_end();
    else
      finish_phase();
  }
}

// All hooks of the phase have run, or one of them ended it.
void invocation::finish_phase() {
  next_ = 0;
  if (phase_ == phase::before) {
    phase_ = phase::handler;
    return;
  }
  if (phase_ == phase::on_error && !request_.response)
    failure_ = request_.error ? std::move(*request_.error) : std::move(*original_);
  enter_end();
}

void invocation::run_handler() {
  if (engine_.plugin_.before_handler) engine_.plugin_.before_handler();
  const std::shared_ptr<void> lifetime = lifetime_ ? lifetime_ : self_.lock();
  eventual<outcome> said = engine_.handler_(request_.event, request_.context, lifetime);
  if (said.is_ready())
    settle_handler(said.take());
  else
    handler_to_await_.emplace(std::move(said));
}

void invocation::settle_handler(outcome said) {
  if (!said) return fail(std::move(said).error());
  request_.response = *std::move(said);
  if (engine_.plugin_.after_handler) engine_.plugin_.after_handler();
  phase_ = phase::after;
}

void invocation::enter_end() {
  next_ = 0;
  phase_ = engine_.plugin_.request_end ? phase::end : phase::finished;
}

void invocation::run_request_end() {
  const hook& last = engine_.plugin_.request_end.hook();
  if (last.later)
    hook_to_await_.emplace(last.later(last.self, request_));
  else
    settle_hook(last.now(last.self, request_));
}

void invocation::fail(error failure) {
  switch (phase_) {
    case phase::start:
      failure_ = std::move(failure);
      phase_ = phase::finished;
      return;
    case phase::on_error: {
      const error& previous = request_.error ? *request_.error : *original_;
      if (!is_same(failure, previous)) {
        failure.original = std::make_shared<const error>(previous);
        if (!failure.cause && !failure.cause_error) failure.cause_error = failure.original;
      }
      failure_ = std::move(failure);
      return enter_end();
    }
    case phase::end:
      if (!failure_)
        failure_ = std::move(failure);
      else if (!failure_->cause && !failure_->cause_error)
        failure_->cause_error = std::make_shared<const error>(std::move(failure));
      phase_ = phase::finished;
      return;
    default: return enter_on_error(std::move(failure));
  }
}

void invocation::enter_on_error(error failure) {
  next_ = 0;
  phase_ = phase::on_error;
  request_.response.reset();
  original_ = failure;
  request_.error = std::move(failure);
}

outcome invocation::take() {
  if (failure_) return *std::move(failure_);
  return std::move(request_.response);
}

std::optional<std::chrono::nanoseconds> invocation::time_for_handler() const {
  const auto margin = engine_.plugin_.timeout_early;
  const auto& deadline = request_.context.deadline;
  if (margin.count() <= 0 || !deadline) return std::nullopt;
  return std::max<std::chrono::nanoseconds>(*deadline - margin - request_.context.loop().now(),
                                            std::chrono::nanoseconds(0));
}

task<outcome> invocation::await_handler(std::shared_ptr<invocation> self) {
  eventual<outcome> handler = std::move(*self->handler_to_await_);
  self->handler_to_await_.reset();
  const auto limit = self->time_for_handler();
  if (!limit) {
    outcome said = co_await handler;
    co_return said;
  }
  self->handler_owner_ = self->engine_.handler_.owner();
  std::optional<outcome> said = co_await await_at_most(std::move(handler), *limit, self->request_.context.loop(), self);
  if (said) co_return *std::move(said);
  self->request_.context.request_stop();
  const auto& answer = self->engine_.plugin_.timeout_early_response;
  if (!answer) co_return early_timeout();
  co_return answer();
}

task<outcome> invocation::finish(std::shared_ptr<invocation> self) {
  do {
    if (self->hook_to_await_) {
      task<step> hook = *std::exchange(self->hook_to_await_, std::nullopt);
      try {
        step said = co_await hook;
        self->hook_said_.emplace(std::move(said));
      } catch (...) {
        self->hook_said_.emplace(current_error());
      }
    } else {
      try {
        outcome said = co_await await_handler(self);
        self->handler_said_.emplace(std::move(said));
      } catch (...) {
        self->handler_said_.emplace(current_error());
      }
    }
  } while (!self->advance());
  co_return self->take();
}

eventual<outcome> invocation::start(std::shared_ptr<invocation> self) {
  self->self_ = self;
  if (self->advance()) return self->take();
  return finish(std::move(self));
}

}  // namespace lamina::internal
