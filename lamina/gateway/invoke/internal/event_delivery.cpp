#include <algorithm>

#include "lamina/base/random.h"
#include "lamina/gateway/invoke/destination_record.h"
#include "lamina/gateway/invoke/internal/event_queue_state.h"

// How the events of a queue are delivered, on its home loop.
namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using function_pool::invocation_result;
using function_pool::outcome;
using internal::in_milliseconds;
using internal::waiting_event;

constexpr std::chrono::milliseconds retry_waits[] = {1min, 2min};
constexpr std::chrono::milliseconds first_wait = 1s, longest_wait = 5min;
constexpr unsigned max_generation = 16;
constexpr std::size_t logged_bytes = 1'000;  // of what a function says about its failure

}  // namespace

void event_queue::state::accept(std::vector<waiting_event> all) {
  for (waiting_event& one : all) {
    if (bytes_in_memory + one.size > options.max_bytes_in_memory)
      one.held.reset();
    else
      bytes_in_memory += one.size;
    const std::size_t target = one.target;
    schedule.add(std::move(one));
    start_more(target);
  }
}

void event_queue::state::set_timer() {
  const auto due = schedule.next_due();
  if (!due || is_draining || (timer != 0 && timer_at <= *due)) return;
  if (timer != 0) home.cancel(timer);
  timer_at = *due;
  const auto wait = std::chrono::milliseconds(std::max<std::int64_t>(*due - in_milliseconds(home.wall_clock()), 0));
  timer = home.call_after(wait, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->timer = 0;
    self->schedule.advance(in_milliseconds(self->home.wall_clock()));
    for (std::size_t target = 0; target < self->targets.size(); ++target) self->start_more(target);
    self->set_timer();
  });
}

// A delivery that needs not wait comes back here: its call returns at once, and the loop goes on.
void event_queue::state::start_more(std::size_t target) {
  if (std::exchange(is_starting, true)) return;
  while (!is_draining && schedule.has_ready(target) && under_way[target] < options.max_at_once) {
    ++under_way[target];
    deliver(shared_from_this(), schedule.take(target));
  }
  is_starting = false;
}

auto event_queue::state::read(std::uint64_t id) {
  using found = result<std::optional<store::journal_event>>;
  return internal::await_callback<found>([this, id](auto done) {
    journal->read(id, [&loop = home, done = std::move(done)](found got) mutable {
      loop.post([got = std::move(got), done = std::move(done)]() mutable { done(std::move(got)); });
    });
  });
}

auto event_queue::state::invoke(const waiting_event& one) {
  return internal::await_callback<invocation_result>([this, &one](auto done) {
    targets[one.target].function->invoke(
        {.event = one.held->body, .request_id = one.held->request_id, .trace_id = one.held->trace_id}, home,
        std::move(done));
  });
}

bool event_queue::state::is_too_old(const waiting_event& one, std::int64_t when) const {
  return std::chrono::milliseconds(when - one.accepted_at) >= targets[one.target].max_age;
}

// One attempt.
internal::detached event_queue::state::deliver(std::shared_ptr<state> self, waiting_event one) {
  const std::size_t target = one.target;
  if (one.held) {
    self->bytes_in_memory -= one.size;
  } else {
    auto found = co_await self->read(one.id);
    if (found && *found)
      one.held = std::move(self->keep(target, one.id, std::move(**found)).held);
    else
      self->not_read(std::move(one), found ? nullptr : &found.error());
  }
  if (one.held) {
    if (self->targets[target].is_closed) {
      self->give_up(std::move(one), "ZeroReservedConcurrency", {});
    } else if (self->is_too_old(one, in_milliseconds(self->home.wall_clock()))) {
      self->give_up(std::move(one), "EventAgeExceeded", {});
    } else {
      invocation_result result = co_await self->invoke(one);
      self->settle(std::move(one), std::move(result));
    }
  }
  --self->under_way[target];
  self->start_more(target);
  self->check_drained();
}

void event_queue::state::settle(waiting_event one, invocation_result result) {
  const event_target& target = targets[one.target];
  switch (result.outcome) {
    case outcome::success: ++succeeded; return finish(std::move(one), target.on_success, "Success", result.payload);
    case outcome::function_error: return failed(std::move(one), result.payload);
    case outcome::throttled: ++throttled; break;
    case outcome::unavailable:
      if (is_draining) return;  // it stays on disk for the next start
      if (one.refusals == 0)
        log.warn("a function cannot take its asynchronous events",
                 {{"function", target.key}, {"why", std::string_view(result.payload).substr(0, logged_bytes)}});
  }
  put_off(std::move(one));
}

void event_queue::state::failed(waiting_event one, std::string_view payload) {
  const event_target& target = targets[one.target];
  ++one.failures;
  log.warn("an asynchronous invocation has failed", {{"function", target.key},
                                                     {"requestId", one.held->request_id},
                                                     {"attempt", std::int64_t{one.failures}},
                                                     {"error", payload.substr(0, logged_bytes)}});
  if (one.failures > target.max_retries) return give_up(std::move(one), "RetriesExhausted", payload);
  const auto wait = retry_waits[std::min<std::size_t>(one.failures, std::size(retry_waits)) - 1];
  const std::int64_t due = in_milliseconds(home.wall_clock()) + wait.count();
  if (is_too_old(one, due)) return give_up(std::move(one), "EventAgeExceeded", payload);
  ++retried;
  journal->reschedule(one.id, due, one.failures);
  deliver_at(due, std::move(one));
}

// `why` null: it is not there any more.
void event_queue::state::not_read(waiting_event one, const error* why) {
  log.error("an asynchronous event cannot be read from the disk",
            {{"function", targets[one.target].key}, {"why", why == nullptr ? "it is gone" : why->message}});
  if (why != nullptr && !is_too_old(one, in_milliseconds(home.wall_clock()))) return put_off(std::move(one));
  ++given_up;
  forget(one);
}

// Not noted on disk: after a restart it is tried at once.
void event_queue::state::put_off(waiting_event one) {
  const auto wait = std::min(first_wait * (std::int64_t{1} << std::min(one.refusals, 16U)), longest_wait);
  ++one.refusals;
  const std::chrono::milliseconds max_age = targets[one.target].max_age;
  const std::int64_t due =
      std::min(in_milliseconds(home.wall_clock()) + wait.count(), one.accepted_at + max_age.count());
  deliver_at(due, std::move(one));
}

void event_queue::state::deliver_at(std::int64_t due, waiting_event one) {
  one.held.reset();  // it is read again: what waits for long takes no memory
  schedule.add_at(due, std::move(one));
  set_timer();
}

void event_queue::state::give_up(waiting_event one, std::string_view condition,
                                 std::optional<std::string_view> payload) {
  const event_target& target = targets[one.target];
  ++given_up;
  log.error("an asynchronous event is given up", {{"function", target.key},
                                                  {"requestId", one.held->request_id},
                                                  {"condition", condition},
                                                  {"attempts", std::int64_t{one.failures}},
                                                  {"deadLetterQueue", target.dead_letters}});
  finish(std::move(one), target.on_failure, condition, payload);
}

void event_queue::state::finish(waiting_event one, const event_destination& to, std::string_view condition,
                                std::optional<std::string_view> payload) {
  if (to.function.empty() && to.elsewhere.empty()) return forget(one);
  const bool is_success = condition == "Success";
  std::string record = write_destination_record({.request_id = one.held->request_id,
                                                 .function_arn = targets[one.target].arn,
                                                 .condition = condition,
                                                 .invoke_count = one.failures + (is_success ? 1 : 0),
                                                 .request = one.held->body,
                                                 .response = payload,
                                                 .is_function_error = !is_success},
                                                home.wall_clock());
  const auto next = target_of(to.function);
  if (next && one.generation < max_generation) return hand_on(std::move(one), *next, std::move(record));
  log.warn(next ? "a chain of destinations does not end: this record goes to nobody"
                : "the destination of this record is not served here",
           {{"function", targets[one.target].key},
            {"destination", to.function.empty() ? to.elsewhere : to.function},
            {"record", record}});
  forget(one);
}

void event_queue::state::forget(const waiting_event& one) {
  journal->remove(one.id);
  --waiting;
  bytes -= one.size;
}

void event_queue::state::hand_on(waiting_event one, std::size_t target, std::string record) {
  bytes += record.size();
  bytes -= one.size;
  journal->replace(one.id,
                   {.queue = targets[target].key,
                    .request_id = random_uuid(),
                    .trace_id = one.held->trace_id,
                    .body = std::move(record),
                    .accepted_at = in_milliseconds(home.wall_clock()),
                    .generation = one.generation + 1},
                   [this, target](const result<std::uint64_t>& id, store::journal_event event) {
                     fresh.push_back(keep(target, *id, std::move(event)));
                   });
}

void event_queue::state::check_drained() {
  const bool is_idle = std::ranges::all_of(under_way, [](std::size_t count) { return count == 0; });
  if (!is_idle || !drained) return;
  if (const std::uint64_t left = waiting; left > 0)
    log.info("asynchronous events wait for the next start", {{"count", static_cast<std::int64_t>(left)}});
  home.post(std::exchange(drained, nullptr));
}

}  // namespace lamina::gateway
