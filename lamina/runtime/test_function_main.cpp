// The program that run_test.cpp starts: one function per behaviour.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

#include "lamina/base/environment.h"
#include "lamina/runtime/log.h"
#include "lamina/runtime/run.h"

namespace {

using namespace lamina;
using namespace std::chrono_literals;

json::value echo(const json::value& event) { return event; }

json::value describe(const json::value& event, context& context) {
  log(context, log_level::info, "described", {{"answer", std::int64_t{42}}});
  const auto left = context.remaining_time();
  return {{"event", event},
          {"context", context.document},
          {"trace", environment_variable("_X_AMZN_TRACE_ID").value_or("(none)")},
          {"has_time", left && *left > 30s && *left <= 60s}};
}

json::value refuse(const json::value&) { throw error(404, "caf\u00e9 closed \xff"); }
json::value fail_foreign(const json::value&) { throw std::runtime_error("foreign"); }
void return_nothing(const json::value&) {}

// Ends the process in the middle of an invocation, politely: the answer must still come.
json::value terminate_self(const json::value&) {
  ::kill(::getpid(), SIGTERM);
  return "finished";
}

struct on_timer {
  scheduler& loop;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> then) {
    loop.call_after(5ms, [then] { then.resume(); });
  }
  void await_resume() const noexcept {}
};

task<json::value> wait_then_echo(const json::value& event, context& context) {
  on_timer timer{context.loop()};
  co_await timer;
  co_return event;
}

// Answers only when two invocations are under way at once.
json::value meet(const json::value& event) {
  static std::atomic<int> here = 0;
  ++here;
  while (here < 2) std::this_thread::yield();
  return event;
}

// Puts into the event how often it was asked to load ahead.
struct count_prefetches {
  std::shared_ptr<std::atomic<int>> count = std::make_shared<std::atomic<int>>(0);
  void prefetch(scheduler&) const { ++*count; }
  void before(request& request) const { request.event = count->load(); }
};

}  // namespace

int main() {
  return run({{"echo", engine(echo)},
              {"describe", engine(describe)},
              {"fail", engine(refuse)},
              {"fail_foreign", engine(fail_foreign)},
              {"return_nothing", engine(return_nothing)},
              {"terminate_self", engine(terminate_self)},
              {"wait_then_echo", engine(wait_then_echo)},
              {"meet", engine(meet)},
              {"prefetches", engine(echo).use(count_prefetches())}});
}
