#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lamina/base/function.h"
#include "lamina/base/result.h"

namespace lamina::store {

// An event that waits for somebody.
struct journal_event {
  std::string queue{};  // who it is for
  std::string request_id{}, trace_id{};
  std::string body{};            // any bytes
  std::int64_t accepted_at = 0;  // milliseconds since 1970
  unsigned generation = 0;
};

// What is known of one without its contents.
struct journal_entry {
  std::uint64_t id = 0;
  std::string queue{};
  std::int64_t accepted_at = 0, due_at = 0;  // milliseconds since 1970; due_at 0: at once
  unsigned failures = 0, generation = 0;
  std::size_t size = 0;  // of the body
};

struct event_journal_options {
  // false: what was added survives the death of the process at any moment, but not a power cut (no fsync).
  bool survives_power_loss = true;
  std::chrono::milliseconds retry_pause{1'000};  // after a removal that could not be written
  // Of the disk. With less no event is taken: there must be room to note what becomes of those that were.
  std::size_t min_free_bytes = std::size_t{8} << 20;
};

// Events in one SQLite file, for one process at a time, written by a thread of its own so that nobody waits for the
// disk: all that is asked while it writes goes into the next transaction (group commit). An event whose addition was
// told as done is found by the next process, however this one ends, until its removal is written.
//
// Calls are for any thread and never block but where it is said; completions run on the journal's thread and must not
// block. The file is made with the first event, and opened before that only by open_existing().
class event_journal {
 public:
  template <class T>
  using completion = move_only_function<void(result<T>)>;
  using id = std::uint64_t;
  // Its id, and the event itself, given back.
  using addition = move_only_function<void(result<id>, journal_event)>;

  // On the journal's thread.
  struct listener {
    std::function<void(std::vector<journal_entry>)> on_open{};  // what was there, by id; before anything else is told
    std::function<void()> on_batch{};                           // some completions were called: that was all for now
    std::function<void(const error&)> on_failure{};  // a removal or the like must be tried again; once until it is done
  };

  // "": in memory only.
  event_journal(std::string path, event_journal_options options, listener tell);
  ~event_journal();  // closes
  // Writes what was asked for, as far as the disk lets it, and closes the file: for good, nothing may be asked
  // afterwards. Blocks; not on the journal's thread.
  void close();

  // Opens the file, if there is one. An error is told: it is in use by another process, or no journal.
  void open_existing(move_only_function<void(result<void>)> done);

  // Done once it is on disk. unavailable: the disk is full, the file cannot be opened; nothing was added. busy: another
  // process has the file.
  void add(journal_event what, addition done);
  // From here on nothing is told when the disk refuses: it is tried again and again until the journal goes.
  void remove(id which);
  void reschedule(id which, std::int64_t due_at, unsigned failures);
  // Removes one and adds another in one step.
  void replace(id which, journal_event by, addition done);

  // Nothing where there is none.
  void read(id which, completion<std::optional<journal_event>> done);

  // Until all that was asked for before is done or has failed. Blocks; not on the journal's thread.
  void flush();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::store
