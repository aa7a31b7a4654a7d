#include "lamina/gateway/invoke/event_queue.h"

#include <algorithm>
#include <filesystem>

#include "lamina/gateway/invoke/internal/event_queue_state.h"
#include "lamina/json/json.h"
#include "lamina/store/object_store.h"

// What is asked of the queue, and what its journal tells. How events are delivered: internal/event_delivery.cpp.
namespace lamina::gateway {
namespace {

using function_pool::invocation;
using function_pool::outcome;
using internal::waiting_event;

constexpr std::chrono::milliseconds pause_before_reopening{5'000};

std::string explanation(std::string_view message) {
  return json::serialize({{"errorType", "ServiceException"}, {"errorMessage", message}});
}

void tell(queued_answer with) {
  scheduler& caller = *with.caller;
  caller.post([with = std::move(with)]() mutable { with.done(std::move(with.result)); });
}

// A function whose events wait for it.
template <class State>
class queued_function final : public function_pool::function {
 public:
  queued_function(std::shared_ptr<State> queue, std::size_t target) : queue_(std::move(queue)), target_(target) {}
  void invoke(invocation work, scheduler& caller, completion done) override {
    queue_->enqueue(target_, std::move(work), caller, std::move(done));
  }

 private:
  const std::shared_ptr<State> queue_;
  const std::size_t target_;
};

}  // namespace

event_queue::state::state(std::vector<event_target> all, event_queue_options with, scheduler& loop, logger& to)
    : targets(std::move(all)),
      options(std::move(with)),
      home(loop),
      log(to),
      schedule(targets.size()),
      under_way(targets.size()) {
  journal.emplace(options.path, store::event_journal_options{.survives_power_loss = options.survives_power_loss},
                  store::event_journal::listener{
                      .on_open = [this](auto found) { take(std::move(found)); },
                      .on_batch = [this] { publish(); },
                      .on_failure =
                          [this](const error& why) {
                            log.error("what became of asynchronous events cannot be written", {{"why", why.message}});
                          }});
}

void event_queue::state::enqueue(std::size_t target, invocation work, scheduler& caller,
                                 function_pool::function::completion done) {
  const std::size_t size = work.event.size();
  queued_answer whom{&caller, std::move(done), {}};
  if (is_draining) {
    whom.result = {outcome::unavailable, explanation("The gateway is being stopped")};
    return tell(std::move(whom));
  }
  if (waiting >= options.max_events || bytes + size > options.max_bytes) {
    ++refused;
    whom.result = {outcome::throttled, explanation("The queue of asynchronous events is full")};
    return tell(std::move(whom));
  }
  ++waiting;
  bytes += size;
  journal->add({.queue = targets[target].key,
                .request_id = std::move(work.request_id),
                .trace_id = std::move(work.trace_id),
                .body = std::move(work.event),
                .accepted_at = internal::in_milliseconds(caller.wall_clock())},
               [this, target, whom = std::move(whom)](auto id, store::journal_event event) mutable {
                 added(target, std::move(whom), std::move(id), std::move(event));
               });
}

void event_queue::state::take(std::vector<store::journal_entry> found) {
  on_home([found = std::move(found)](state& self) mutable { self.take_over(std::move(found)); });
}

void event_queue::state::added(std::size_t target, queued_answer whom, result<std::uint64_t> id,
                               store::journal_event event) {
  if (id) {
    ++accepted;
    fresh.push_back(keep(target, *id, std::move(event)));
  } else {
    --waiting;
    bytes -= event.body.size();
    ++refused;
    ++lost;
    why_lost = id.error().message;
    whom.result = {outcome::unavailable, explanation("The event cannot be kept: " + id.error().message)};
  }
  answers.push_back(std::move(whom));
}

waiting_event event_queue::state::keep(std::size_t target, std::uint64_t id, store::journal_event event) const {
  waiting_event made{.id = id,
                     .target = target,
                     .accepted_at = event.accepted_at,
                     .generation = event.generation,
                     .size = event.body.size()};
  made.held = std::make_unique<waiting_event::content>();
  *made.held = {std::move(event.request_id), std::move(event.trace_id), std::move(event.body)};
  return made;
}

// One wake-up for each loop, and one line in the log, however many events there were.
void event_queue::state::publish() {
  if (const auto count = static_cast<std::int64_t>(std::exchange(lost, 0)); count > 0)
    log.error("asynchronous events cannot be kept", {{"count", count}, {"why", why_lost}});
  if (!fresh.empty()) on_home([all = std::exchange(fresh, {})](state& self) mutable { self.accept(std::move(all)); });
  while (!answers.empty()) {
    scheduler* const caller = answers.front().caller;
    const auto others = std::stable_partition(answers.begin(), answers.end(),
                                              [caller](const queued_answer& one) { return one.caller == caller; });
    std::vector<queued_answer> its(std::make_move_iterator(answers.begin()), std::make_move_iterator(others));
    answers.erase(answers.begin(), others);
    caller->post([its = std::move(its)]() mutable {
      for (queued_answer& one : its) one.done(std::move(one.result));
    });
  }
}

void event_queue::state::open() {
  if (is_draining) return;
  journal->open_existing(
      [this](result<void> how) { on_home([how = std::move(how)](state& self) { self.opened(how); }); });
}

void event_queue::state::opened(const result<void>& how) {
  if (how) return;
  const bool is_busy = store::fault_of(how.error()) == store::fault::busy;
  if (!std::exchange(is_busy_told, is_busy))
    log.error("asynchronous events of an earlier run are not delivered", {{"why", how.error().message}});
  if (is_busy)
    home.call_after(pause_before_reopening, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->open();
    });
}

void event_queue::state::take_over(std::vector<store::journal_entry> found) {
  std::size_t strangers = 0;
  for (store::journal_entry& entry : found) {
    ++waiting;
    bytes += entry.size;
    const auto target = target_of(entry.queue);
    if (!target) {
      ++strangers;
      continue;
    }
    waiting_event one{.id = entry.id,
                      .target = *target,
                      .accepted_at = entry.accepted_at,
                      .failures = entry.failures,
                      .generation = entry.generation,
                      .size = entry.size};
    schedule.add_at(entry.due_at, std::move(one));
  }
  if (found.size() > strangers)
    log.info("asynchronous events of an earlier run are delivered",
             {{"count", static_cast<std::int64_t>(found.size() - strangers)}});
  if (strangers > 0)
    log.warn("asynchronous events wait for functions that this service does not have",
             {{"count", static_cast<std::int64_t>(strangers)}, {"file", options.path}});
  set_timer();
}

std::optional<std::size_t> event_queue::state::target_of(std::string_view key) const {
  const auto found = std::ranges::find(targets, key, &event_target::key);
  return found == targets.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - targets.begin()));
}

event_queue::event_queue(std::vector<event_target> targets, event_queue_options options, scheduler& home, logger& log)
    : state_(std::make_shared<state>(std::move(targets), std::move(options), home, log)) {}

event_queue::~event_queue() {
  state_->is_draining = true;
  state_->journal->close();
}

function_map event_queue::functions() const {
  function_map all;
  for (std::size_t i = 0; i < state_->targets.size(); ++i)
    all[state_->targets[i].key] = std::make_shared<queued_function<state>>(state_, i);
  return all;
}

// Without a file there is nothing to deliver, and no thread is needed before the first event.
void event_queue::start() {
  std::error_code ignored;
  if (std::filesystem::exists(state_->options.path, ignored)) state_->open();
}

void event_queue::drain(move_only_function<void()> drained) {
  state_->is_draining = true;
  state_->on_home([call = std::move(drained)](state& self) mutable {
    self.drained = std::move(call);
    self.check_drained();
  });
}

void event_queue::flush() { state_->journal->flush(); }

event_queue_statistics event_queue::statistics() const noexcept {
  const state& of = *state_;
  return {.waiting = of.waiting,
          .accepted = of.accepted,
          .refused = of.refused,
          .succeeded = of.succeeded,
          .retried = of.retried,
          .throttled = of.throttled,
          .given_up = of.given_up};
}

}  // namespace lamina::gateway
