#include "lamina/store/event_journal.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "lamina/store/internal/journal_file.h"

namespace lamina::store {
namespace {

struct change {
  enum class kind { add, remove, reschedule, replace };
  kind what = kind::add;
  event_journal::id which = 0;
  journal_event event{};
  std::int64_t due_at = 0;
  unsigned failures = 0;
  event_journal::addition done{};
  result<event_journal::id> made{event_journal::id{0}};
};

struct question {
  event_journal::id which = 0;
  event_journal::completion<std::optional<journal_event>> done{};
};

struct opening {
  move_only_function<void(result<void>)> done{};
};

}  // namespace

struct event_journal::state {
  using request = std::variant<change, question, opening>;

  state(std::string where, event_journal_options with, listener to)
      : path(std::move(where)), options(with), tell(std::move(to)) {}

  void ask(request what) {
    const std::lock_guard lock(mutex);
    if (is_closing) return;
    waiting.push_back(std::move(what));
    ++asked;
    if (!thread.joinable()) thread = std::thread([this] { work(); });
    awake.notify_one();
  }

  // The journal's thread.
  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      const auto has_work = [this] { return !waiting.empty() || is_closing; };
      if (overdue.empty())
        awake.wait(lock, has_work);
      else
        awake.wait_for(lock, options.retry_pause, has_work);
      if (waiting.empty() && overdue.empty() && is_closing) return;
      std::vector<request> batch = std::exchange(waiting, {});
      const bool is_last = is_closing;
      lock.unlock();
      const std::uint64_t count = batch.size();
      handle(std::move(batch));
      lock.lock();
      done += count;
      settled.notify_all();
      if (is_last && waiting.empty()) return;
    }
  }

  void handle(std::vector<request> batch) {
    std::vector<change> changes = std::exchange(overdue, {});
    std::vector<question> questions;
    std::vector<opening> openings;
    for (request& one : batch) {
      if (auto* asked_change = std::get_if<change>(&one)) changes.push_back(std::move(*asked_change));
      if (auto* asked_question = std::get_if<question>(&one)) questions.push_back(std::move(*asked_question));
      if (auto* asked_opening = std::get_if<opening>(&one)) openings.push_back(std::move(*asked_opening));
    }
    const bool only_if_there = changes.empty() && questions.empty();
    const result<void> opened = only_if_there && !is_there() ? result<void>() : open();
    for (opening& one : openings) one.done(opened);
    if (!changes.empty()) write(std::move(changes), opened);
    for (question& one : questions) {
      if (opened)
        one.done(file->read(one.which));
      else
        one.done(opened.error());
    }
    if (tell.on_batch) tell.on_batch();
  }

  bool is_there() const {
    std::error_code ignored;
    return !path.empty() && std::filesystem::exists(path, ignored);
  }

  result<void> open() {
    if (file) return {};
    auto opened = journal_file::open(path);
    if (!opened) return opened.error();
    auto found = (*opened)->list();
    if (!found)
      return make_error(fault_of(found.error()).value_or(fault::corrupt), path + ": " + found.error().message);
    file = *std::move(opened);
    if (tell.on_open) tell.on_open(*std::move(found));
    return {};
  }

  // What is added may be refused, and must not hold up the rest.
  void write(std::vector<change> changes, const result<void>& opened) {
    result<void> written = opened ? write_all(changes) : opened;
    if (!written) refuse_additions(changes, written.error());
    if (!written && opened && !changes.empty()) {
      file->empty_log();  // on a full disk that makes room, if the pages have their places in the file already
      written = write_all(changes);
    }
    if (written) {
      is_failing = false;
      for (change& one : changes)
        if (one.done) one.done(one.made, std::move(one.event));
      return;
    }
    overdue = std::move(changes);
    if (!overdue.empty() && !std::exchange(is_failing, true) && tell.on_failure) tell.on_failure(written.error());
  }

  static void refuse_additions(std::vector<change>& changes, const error& why) {
    const auto kept = std::stable_partition(changes.begin(), changes.end(),
                                            [](const change& one) { return one.what != change::kind::add; });
    for (auto one = kept; one != changes.end(); ++one) one->done(why, std::move(one->event));
    changes.erase(kept, changes.end());
  }

  // All or nothing. Removals alone need no fsync: after a power cut an event may come twice.
  result<void> write_all(std::vector<change>& changes) {
    bool has_event = false;
    std::size_t added = 0;
    for (const change& one : changes) {
      has_event = has_event || one.what == change::kind::add || one.what == change::kind::replace;
      if (one.what == change::kind::add) added += one.event.body.size() + 1;
    }
    result<void> written;
    if (added > 0) written = file->check_room(added + options.min_free_bytes);
    if (written) written = file->begin(has_event && options.survives_power_loss);
    if (!written) return written;
    for (auto one = changes.begin(); written && one != changes.end(); ++one) written = apply(*one);
    if (written) written = file->commit();
    if (!written) file->roll_back();
    return written;
  }

  result<void> apply(change& one) {
    switch (one.what) {
      case change::kind::remove: return file->remove(one.which);
      case change::kind::reschedule: return file->reschedule(one.which, one.due_at, one.failures);
      case change::kind::replace:
        if (auto removed = file->remove(one.which); !removed) return removed;
        break;
      case change::kind::add: break;
    }
    one.made = file->add(one.event);
    return one.made ? result<void>() : one.made.error();
  }

  const std::string path;
  const event_journal_options options;
  const listener tell;
  // Of the journal's thread.
  std::unique_ptr<journal_file> file;
  std::vector<change> overdue;
  bool is_failing = false;

  std::mutex mutex;  // of the rest
  std::condition_variable awake, settled;
  std::vector<request> waiting;
  std::uint64_t asked = 0, done = 0;
  bool is_closing = false;
  std::thread thread;
};

event_journal::event_journal(std::string path, event_journal_options options, listener tell)
    : state_(std::make_unique<state>(std::move(path), options, std::move(tell))) {}

event_journal::~event_journal() { close(); }

void event_journal::close() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_closing = true;
    state_->awake.notify_one();
  }
  if (state_->thread.joinable()) state_->thread.join();
  state_->file.reset();
}

void event_journal::open_existing(move_only_function<void(result<void>)> done) {
  state_->ask(opening{.done = std::move(done)});
}

void event_journal::add(journal_event what, addition done) {
  state_->ask(change{.what = change::kind::add, .event = std::move(what), .done = std::move(done)});
}

void event_journal::remove(id which) { state_->ask(change{.what = change::kind::remove, .which = which}); }

void event_journal::reschedule(id which, std::int64_t due_at, unsigned failures) {
  state_->ask(change{.what = change::kind::reschedule, .which = which, .due_at = due_at, .failures = failures});
}

void event_journal::replace(id which, journal_event by, addition done) {
  state_->ask(change{.what = change::kind::replace, .which = which, .event = std::move(by), .done = std::move(done)});
}

void event_journal::read(id which, completion<std::optional<journal_event>> done) {
  state_->ask(question{.which = which, .done = std::move(done)});
}

void event_journal::flush() {
  std::unique_lock lock(state_->mutex);
  state_->settled.wait(lock, [this, until = state_->asked] { return state_->done >= until; });
}

}  // namespace lamina::store
