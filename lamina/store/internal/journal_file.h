#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lamina/store/event_journal.h"
#include "lamina/store/internal/statement.h"

namespace lamina::store {

// The file of an event_journal, used by its thread alone and locked for this process while it is open.
class journal_file {
 public:
  using id = event_journal::id;

  // "": in memory. Makes the file and its folder, readable by their owner only.
  static result<std::unique_ptr<journal_file>> open(const std::string& path);

  result<std::vector<journal_entry>> list();
  result<std::optional<journal_event>> read(id which);

  // An error: the disk and what is free in the file have less room than that.
  result<void> check_room(std::size_t bytes);
  // Moves what the write-ahead log holds into the file and cuts the log to nothing, if it can.
  void empty_log();

  // `durable`: an fsync at the commit.
  result<void> begin(bool durable);
  result<id> add(const journal_event& what);
  result<void> remove(id which);
  result<void> reschedule(id which, std::int64_t due_at, unsigned failures);
  result<void> commit();
  void roll_back();

 private:
  struct close_database {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
  };

  result<void> configure();
  result<void> create_schema();
  result<void> prepare();
  result<void> run(statement& what, const char* doing);
  result<void> execute(const char* text);
  result<std::uint64_t> read_number(const char* text);
  result<void> check_still_there() const;

  std::unique_ptr<sqlite3, close_database> database_;  // outlives the statements
  statement list_, read_, add_, remove_, reschedule_, begin_, commit_, roll_back_;
  bool is_durable_ = true;
};

}  // namespace lamina::store
