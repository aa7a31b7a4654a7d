#include "lamina/engine/internal/race.h"

#include <utility>

#include "lamina/base/detached.h"
#include "lamina/engine/internal/invocation.h"

namespace lamina::internal {
namespace {

struct race {
  std::coroutine_handle<> waiting;
  std::optional<outcome> winner;
  bool over = false;
  scheduler::task_id timer = 0;
};

detached run_handler(std::shared_ptr<race> race, eventual<outcome> handler, scheduler& loop,
                     [[maybe_unused]] std::shared_ptr<void> lifetime) {
  std::optional<outcome> said;
  try {
    outcome answer = co_await handler;
    said.emplace(std::move(answer));
  } catch (...) {
    said.emplace(current_error());
  }
  if (race->over) co_return;
  race->over = true;
  race->winner = std::move(said);
  if (race->timer != 0) loop.cancel(race->timer);
  if (race->waiting) race->waiting.resume();
}

struct race_over {
  race& of;
  bool await_ready() const noexcept { return of.over; }
  void await_suspend(std::coroutine_handle<> waiting) const noexcept { of.waiting = waiting; }
  void await_resume() const noexcept {}
};

}  // namespace

task<std::optional<outcome>> await_at_most(eventual<outcome> handler, std::chrono::nanoseconds limit, scheduler& loop,
                                           std::shared_ptr<void> lifetime) {
  const auto shared = std::make_shared<race>();
  const steady_time end = loop.now() + std::chrono::duration_cast<steady_time::duration>(limit);
  run_handler(shared, std::move(handler), loop, std::move(lifetime));
  if (!shared->over)
    shared->timer = loop.call_at(end, [shared] {
      if (shared->over) return;
      shared->over = true;
      shared->waiting.resume();
    });
  co_await race_over{*shared};
  co_return std::move(shared->winner);
}

}  // namespace lamina::internal
