#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/scheduler.h"
#include "lamina/gateway/gateway_options.h"

namespace lamina::gateway {

// Where the record of an asynchronous invocation goes.
struct event_destination {
  std::string function{};   // key of a target of the queue
  std::string elsewhere{};  // what cannot be reached from here ("arn:aws:sqs:..."): the record goes to the log
};

// A function that events wait for.
struct event_target {
  std::string key{};  // in the service; names its events on disk
  std::string arn{};  // without a qualifier
  std::shared_ptr<function_pool::function> function{};
  unsigned max_retries = 2;  // after a function error
  std::chrono::seconds max_age{21'600};
  bool is_closed = false;  // its reserved concurrency is 0: every event fails at once
  event_destination on_success{}, on_failure{};
  std::string dead_letters{};  // onError; named in the log when an event is given up
};

struct event_queue_options {
  std::string path{};            // of the file; "": in memory, lost with the process
  std::size_t max_at_once = 10;  // invocations under way, per function; the rest waits, so that others get through
  std::size_t max_events = 1'000'000;
  std::size_t max_bytes = std::size_t{2} << 30;             // of all events that wait; beyond either: refused
  std::size_t max_bytes_in_memory = std::size_t{16} << 20;  // the rest is read again when its turn comes
  bool survives_power_loss = true;                          // an fsync for each group of accepted events
};

struct event_queue_statistics {
  std::uint64_t waiting = 0;  // events on disk, those under way included
  // Since the start:
  std::uint64_t accepted = 0, refused = 0;
  std::uint64_t succeeded = 0, retried = 0, throttled = 0, given_up = 0;
};

// Asynchronous invocations of AWS Lambda. An event is accepted once it is on disk; from then on it is delivered at
// least once, over restarts and crashes (twice when the process dies between the function's answer and its removal), in
// about the order of arrival, with one request id for all attempts:
// - a function error: again after one minute, and after two more, unless max_retries is less; then given up
//   (RetriesExhausted; EventAgeExceeded, at once, where max_age would have passed by the next time);
// - no instance free, or the function cannot be started: again after 1 s, doubling to 5 minutes, until max_age has
//   passed (EventAgeExceeded).
// Destinations get a record of what became of it (destination_record.h), a function as an event of its own, in the same
// transaction that removes the first. A chain of more than 16 such events ends in the log.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
//
// Lives on the home loop; a thread of its own writes the disk.
class event_queue {
 public:
  // `home` and `log` must outlive it.
  event_queue(std::vector<event_target> targets, event_queue_options options, scheduler& home, logger& log);
  ~event_queue();  // closes the file; after drain(), or when the home loop does not run any more. Blocks.

  // The targets as they are invoked through the queue (gateway_options::queued). Each is for any thread, and good until
  // drain() is called.
  function_map functions() const;

  // Delivers what an earlier run has left. Once; any thread.
  void start();
  // Begins no more deliveries: what waits stays on disk for the next start. `drained` is called on the home loop when
  // those under way are done. Any thread.
  void drain(move_only_function<void()> drained);
  // Until what was accepted or done so far is on disk. Blocks; not on the home loop.
  void flush();

  // Any thread; each figure by itself is right.
  event_queue_statistics statistics() const noexcept;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::gateway
