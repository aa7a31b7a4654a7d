#include "lamina/engine/fetched_value.h"

#include <utility>

namespace lamina {

struct fetched_value::arrival {
  fetched_value& of;
  scheduler& loop;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> coroutine) const { return of.wait(loop, coroutine); }
  void await_resume() const noexcept {}
};

bool fetched_value::wait(scheduler& loop, std::coroutine_handle<> coroutine) {
  const std::lock_guard lock(mutex_);
  if (value_) return false;
  waiters_.push_back({&loop, coroutine});
  return true;
}

void fetched_value::settle(result<json::value> value) {
  std::vector<waiter> waiting;
  {
    const std::lock_guard lock(mutex_);
    value_.emplace(std::move(value));
    waiting.swap(waiters_);
  }
  for (const waiter& one : waiting) one.loop->post([coroutine = one.coroutine] { coroutine.resume(); });
}

task<result<json::value>> fetched_value::get(scheduler& loop) {
  co_await arrival{*this, loop};
  const std::lock_guard lock(mutex_);
  co_return *value_;
}

bool fetched_value::has_failed() const {
  const std::lock_guard lock(mutex_);
  return value_ && !value_->has_value();
}

}  // namespace lamina
