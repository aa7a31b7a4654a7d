#pragma once

#include <atomic>
#include <optional>
#include <utility>

#include "lamina/gateway/invoke/event_queue.h"
#include "lamina/gateway/invoke/internal/event_schedule.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/store/event_journal.h"

namespace lamina::gateway {

// What the caller of an asynchronous invocation waits for.
struct queued_answer {
  scheduler* caller = nullptr;
  function_pool::function::completion done{};
  function_pool::invocation_result result{};
};

// Held by the queue, by the functions it gives out, and by what is under way.
struct event_queue::state final : std::enable_shared_from_this<state> {
  state(std::vector<event_target> all, event_queue_options with, scheduler& loop, logger& to);

  // Any thread.
  void enqueue(std::size_t target, function_pool::invocation work, scheduler& caller,
               function_pool::function::completion done);
  template <class Work>
  void on_home(Work work);

  // The journal's thread.
  void take(std::vector<store::journal_entry> found);
  void added(std::size_t target, queued_answer whom, result<std::uint64_t> id, store::journal_event event);
  void publish();
  internal::waiting_event keep(std::size_t target, std::uint64_t id, store::journal_event event) const;

  void open();  // any thread

  // The home loop.
  void opened(const result<void>& how);
  void take_over(std::vector<store::journal_entry> found);
  void accept(std::vector<internal::waiting_event> fresh);
  void set_timer();
  void start_more(std::size_t target);
  static internal::detached deliver(std::shared_ptr<state> self, internal::waiting_event one);
  auto read(std::uint64_t id);
  auto invoke(const internal::waiting_event& one);
  bool is_too_old(const internal::waiting_event& one, std::int64_t when) const;
  void settle(internal::waiting_event one, function_pool::invocation_result result);
  void failed(internal::waiting_event one, std::string_view payload);
  void put_off(internal::waiting_event one);
  void not_read(internal::waiting_event one, const error* why);
  void deliver_at(std::int64_t due, internal::waiting_event one);
  void give_up(internal::waiting_event one, std::string_view condition, std::optional<std::string_view> payload);
  void finish(internal::waiting_event one, const event_destination& to, std::string_view condition,
              std::optional<std::string_view> payload);
  void forget(const internal::waiting_event& one);
  void hand_on(internal::waiting_event one, std::size_t target, std::string record);
  void check_drained();
  std::optional<std::size_t> target_of(std::string_view key) const;

  const std::vector<event_target> targets;
  const event_queue_options options;
  scheduler& home;
  logger& log;
  std::optional<store::event_journal> journal;  // closed before this goes

  // Of the journal's thread: what the transaction that is being told about has brought.
  std::vector<internal::waiting_event> fresh;
  std::vector<queued_answer> answers;
  std::size_t lost = 0;  // refused, since it could not write them
  std::string why_lost;

  // Of the home loop.
  internal::event_schedule schedule;
  std::vector<std::size_t> under_way;  // by target
  std::size_t bytes_in_memory = 0;
  scheduler::task_id timer = 0;
  std::int64_t timer_at = 0;
  bool is_busy_told = false, is_starting = false;
  move_only_function<void()> drained;

  std::atomic<bool> is_draining = false;
  std::atomic<std::uint64_t> waiting{0}, bytes{0}, accepted{0}, refused{0}, succeeded{0}, retried{0}, throttled{0},
      given_up{0};
};

// Nothing is left to do when the queue has gone meanwhile.
template <class Work>
void event_queue::state::on_home(Work work) {
  home.post([weak = weak_from_this(), work = std::move(work)]() mutable {
    if (const auto self = weak.lock()) work(*self);
  });
}

}  // namespace lamina::gateway
