#include "lamina/function_pool/process_pool.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <utility>

#include "lamina/function_pool/failure_payload.h"
#include "lamina/function_pool/internal/instance.h"
#include "lamina/runtime_api/protocol.h"

namespace lamina::function_pool {
namespace {

constexpr std::chrono::milliseconds memory_watch{100};
// An instance that has answered polls again at once, as a rule: for so long a request waits for it rather than have
// another instance started.
constexpr std::chrono::milliseconds way_back{20};
constexpr std::chrono::milliseconds first_wait{100}, longest_wait{5'000};

using counter = std::atomic<std::uint64_t>;

void add(counter& to, std::uint64_t by = 1) { to.fetch_add(by, std::memory_order_relaxed); }
void subtract(counter& from) { from.fetch_sub(1, std::memory_order_relaxed); }

}  // namespace

struct process_pool::state final : instance_owner, std::enable_shared_from_this<state> {
  state(net::event_loop& loop, instance_command start, pool_options with, log_sink to)
      : home(loop), command(std::move(start)), options(std::move(with)), log(std::move(to)) {}

  // What a failed start gives the requests that wait for it.
  struct failure {
    outcome how = outcome::function_error;
    std::function<std::string(std::string_view request_id)> payload;
  };

  void accept(job what) {
    if (stopping) return refuse(what, outcome::unavailable, stopping_payload());
    if (!idle.empty()) {
      instance& warm = *idle.back();
      idle.pop_back();
      count_idle();
      return give(warm, std::move(what));
    }
    if (is_waiting_to_retry()) return refuse(what, last_failure.how, last_failure.payload(what.work.request_id));
    const std::size_t may_start = instances.size() < options.max_instances ? 1 : 0;
    if (options.max_instances == 0 || queue.size() >= options.max_queue + starting() + returning() + may_start)
      return refuse(what, outcome::throttled, throttled_payload());
    what.give_up = home.now() + options.queue_timeout;
    queue.push_back(std::move(what));
    count_queue();
    watch_queue();
    start_more();
  }

  void refuse(job& what, outcome how, std::string payload) {
    add(how == outcome::throttled ? throttles : errors);
    if (how == outcome::unavailable) add(unavailable);
    what.finish({how, std::move(payload)});
  }

  void give(instance& to, job what) {
    add(invocations);
    add(busy);
    watch_memory();
    to.invoke(std::move(what));
  }

  std::size_t starting() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(instances, [](const auto& each) { return each->is_starting(); }));
  }

  // Instances that have just answered and so will poll at once.
  std::size_t returning() const {
    const steady_time since = home.now() - way_back;
    return static_cast<std::size_t>(
        std::ranges::count_if(instances, [since](const auto& each) { return each->has_answered_since(since); }));
  }

  bool is_any_alive() const {
    return std::ranges::any_of(instances, [](const auto& each) { return each->is_alive(); });
  }

  // Nothing runs, and the last starts have failed: not again before the time.
  bool is_waiting_to_retry() const { return failures > 0 && !is_any_alive() && home.now() < retry_at; }

  void start_more() {
    while (starting() + returning() < queue.size() && instances.size() < options.max_instances) {
      if (home.now() < retry_at) return look_again(retry_at);
      const auto fresh = std::make_shared<instance>(home, options, log, *this);
      if (auto started = fresh->start(command); !started) return start_failed(started.error());
      instances.push_back(fresh);
      add(cold_starts);
      count_instances();
      watch_memory();
    }
    if (starting() < queue.size() && instances.size() < options.max_instances) look_again(home.now() + way_back);
  }

  void start_failed(const error& why) {
    const std::string text = runtime_api::error_document("Runtime.InvalidEntrypoint", why.message);
    if (log) log({.function = options.function_name, .text = why.message, .from = log_line::source::platform});
    note_failure({.how = outcome::unavailable, .payload = [text](std::string_view) { return text; }});
  }

  // One failed start costs one request; the last, all of them.
  void note_failure(failure what) {
    last_failure = std::move(what);
    ++failures;
    if (failures > 1) retry_at = home.now() + std::min(first_wait * (1U << std::min(failures - 2, 10U)), longest_wait);
    std::size_t lost = is_any_alive() ? 1 : queue.size();
    for (; lost > 0 && !queue.empty(); --lost) {
      job first = pop();
      refuse(first, last_failure.how, last_failure.payload(first.work.request_id));
    }
    settle();
  }

  job pop() {
    job first = std::move(queue.front());
    queue.pop_front();
    count_queue();
    return first;
  }

  void on_ready(instance& which) override {
    failures = 0;
    retry_at = {};
    if (std::erase(outdated, &which) > 0) return which.stop(end_reason::stopped);
    if (!queue.empty()) return give(which, pop());
    if (stopping) return which.stop(end_reason::stopped);
    idle.push_back(&which);
    count_idle();
    watch_idle();
  }

  void on_not_ready(instance& which) override { forget_idle(which); }

  void forget_idle(instance& which) {
    std::erase(idle, &which);
    count_idle();
  }

  void on_result(outcome how) override {
    subtract(busy);
    add(how == outcome::success ? successes : errors);
  }

  void on_init_failed(instance&, std::function<std::string(std::string_view)> payload) override {
    note_failure({.payload = std::move(payload)});
  }

  void on_init_done(std::chrono::nanoseconds took) override {
    add(inits);
    add(init_microseconds, static_cast<std::uint64_t>(took / std::chrono::microseconds(1)));
  }

  void on_gone(instance& which) override {
    add(ends[static_cast<std::size_t>(which.why_it_ended())]);
    forget_idle(which);
    std::erase(outdated, &which);
    const auto found = std::ranges::find(instances, &which, [](const auto& each) { return each.get(); });
    // It is still at work up the stack: destroyed when that is done.
    gone.push_back(std::move(*found));
    home.post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->gone.clear();
    });
    instances.erase(found);
    count_instances();
    start_more();
    settle();
  }

  void renew() {
    failures = 0;
    retry_at = {};
    outdated.clear();
    for (const auto& each : instances)
      if (each->is_alive() && std::ranges::find(idle, each.get()) == idle.end()) outdated.push_back(each.get());
    for (instance* each : std::exchange(idle, {})) each->stop(end_reason::stopped);
    count_idle();
  }

  void stop(move_only_function<void()> call) {
    stopping = true;
    stopped.push_back(std::move(call));
    settle();
  }

  // While stopping: whoever has no request left ends.
  void settle() {
    if (!stopping || !queue.empty()) return;
    idle.clear();
    count_idle();
    for (const auto& each : instances)
      if (!each->is_busy()) each->stop(end_reason::stopped);
    if (!instances.empty()) return;
    for (auto& call : std::exchange(stopped, {})) home.post(std::move(call));
  }

  void close() {
    stopping = true;
    while (!queue.empty()) {
      job late = pop();
      refuse(late, outcome::unavailable, stopping_payload());
    }
    idle.clear();
    count_idle();
    std::exchange(instances, {}).clear();
    gone.clear();
    count_instances();
    busy.store(0, std::memory_order_relaxed);
    settle();
  }

  // Timers: each looks at the oldest, and sets itself again while there is one.
  void watch_queue() {
    if (is_watching_queue || queue.empty()) return;
    is_watching_queue = true;
    home.call_at(queue.front().give_up, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self) self->drop_late();
    });
  }

  void drop_late() {
    is_watching_queue = false;
    const steady_time now = home.now();
    while (!queue.empty() && queue.front().give_up <= now) {
      job late = pop();
      refuse(late, outcome::throttled, throttled_payload());
    }
    watch_queue();
    settle();
  }

  void look_again(steady_time when) {
    if (next_look != 0 && next_look_at <= when) return;
    if (next_look != 0) home.cancel(next_look);
    next_look_at = when;
    next_look = home.call_at(when, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      self->next_look = 0;
      self->start_more();
    });
  }

  void watch_idle() {
    if (is_watching_idle || idle.empty()) return;
    is_watching_idle = true;
    home.call_at(idle.front()->ready_since() + options.idle_time, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self) self->stop_idle();
    });
  }

  void stop_idle() {
    is_watching_idle = false;
    const steady_time limit = home.now() - options.idle_time;
    while (!idle.empty() && idle.front()->ready_since() <= limit) {
      idle.front()->stop(end_reason::idle);
      idle.erase(idle.begin());
    }
    count_idle();
    watch_idle();
  }

  void watch_memory() {
    if (is_watching_memory || options.memory_bytes == 0) return;
    is_watching_memory = true;
    home.call_after(memory_watch, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self) self->check_memory();
    });
  }

  void check_memory() {
    is_watching_memory = false;
    bool is_any_working = false;
    for (const auto& each : instances)
      if (each->is_working()) {
        is_any_working = true;
        each->check_memory();
      }
    if (is_any_working) watch_memory();
  }

  void count_queue() { queued.store(queue.size(), std::memory_order_relaxed); }
  void count_idle() { ready.store(idle.size(), std::memory_order_relaxed); }
  void count_instances() { alive.store(instances.size(), std::memory_order_relaxed); }

  net::event_loop& home;
  instance_command command;  // fixed from the first request on
  const pool_options options;
  const log_sink log;

  std::deque<job> queue;
  std::vector<std::shared_ptr<instance>> instances;
  std::vector<std::shared_ptr<instance>> gone;  // reaped, about to be destroyed
  std::vector<instance*> idle;                  // the most recently used last
  std::vector<instance*> outdated;              // of a program that has changed: they end after their request
  unsigned failures = 0;                        // starts that failed in a row
  steady_time retry_at{};
  scheduler::task_id next_look = 0;
  steady_time next_look_at{};
  failure last_failure;
  bool stopping = false;
  std::vector<move_only_function<void()>> stopped;
  bool is_watching_queue = false, is_watching_idle = false, is_watching_memory = false;

  counter alive{0}, ready{0}, busy{0}, queued{0};
  counter cold_starts{0}, inits{0}, init_microseconds{0};
  counter invocations{0}, successes{0}, errors{0}, unavailable{0}, throttles{0};
  std::array<counter, end_reasons.size()> ends{};
};

process_pool::process_pool(net::event_loop& home, instance_command command, pool_options options, log_sink log)
    : state_(std::make_shared<state>(home, std::move(command), std::move(options), std::move(log))) {}

process_pool::~process_pool() { state_->close(); }

void process_pool::add_variable(const std::string& name, const std::string& value) {
  state_->command.environment.emplace(name, value);
}

void process_pool::invoke(invocation work, scheduler& caller, completion done) {
  job what{.work = std::move(work), .caller = &caller, .done = std::move(done)};
  if (state_->home.context().get_executor().running_in_this_thread()) return state_->accept(std::move(what));
  state_->home.post([to = state_, what = std::move(what)]() mutable { to->accept(std::move(what)); });
}

void process_pool::renew() {
  state_->home.post([to = state_] { to->renew(); });
}

void process_pool::stop(move_only_function<void()> stopped) {
  state_->home.post([to = state_, call = std::move(stopped)]() mutable { to->stop(std::move(call)); });
}

pool_statistics process_pool::statistics() const noexcept {
  const auto read = [](const counter& from) { return from.load(std::memory_order_relaxed); };
  pool_statistics now{.instances = read(state_->alive),
                      .idle = read(state_->ready),
                      .busy = read(state_->busy),
                      .queued = read(state_->queued),
                      .cold_starts = read(state_->cold_starts),
                      .inits = read(state_->inits),
                      .init_microseconds = read(state_->init_microseconds),
                      .invocations = read(state_->invocations),
                      .successes = read(state_->successes),
                      .errors = read(state_->errors),
                      .unavailable = read(state_->unavailable),
                      .throttles = read(state_->throttles)};
  for (std::size_t i = 0; i < now.ends.size(); ++i) now.ends[i] = read(state_->ends[i]);
  return now;
}

}  // namespace lamina::function_pool
