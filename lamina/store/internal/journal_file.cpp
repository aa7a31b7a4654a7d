#include "lamina/store/internal/journal_file.h"

#include <filesystem>
#include <utility>

namespace lamina::store {
namespace {

namespace fs = std::filesystem;

constexpr unsigned format = 1;                   // PRAGMA user_version
constexpr unsigned application_id = 0x4C414D51;  // "LAMQ"
constexpr unsigned tidy_pages = 256;             // an empty file that is larger is made small again
constexpr std::size_t longest_log = 5 << 20;     // beyond 1000 pages SQLite moves it into the file

// Ids are never used twice: a removal that comes late must not hit another event.
constexpr const char* schema =
    "CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, request_id TEXT NOT NULL,"
    " trace_id TEXT NOT NULL, accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, failures INTEGER NOT NULL,"
    " generation INTEGER NOT NULL, body BLOB NOT NULL)";

}  // namespace

result<std::unique_ptr<journal_file>> journal_file::open(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::error_code ignored;  // opening the file says what is wrong
  if (!folder.empty() && fs::create_directories(folder, ignored))
    fs::permissions(folder, fs::perms::owner_all, ignored);
  auto made = std::make_unique<journal_file>();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &opened,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  made->database_.reset(opened);
  result<void> ready;
  if (code != SQLITE_OK) ready = make_sqlite_error(opened, code, "cannot open");
  if (ready) ready = made->configure();
  if (ready) ready = made->create_schema();
  if (ready) ready = made->prepare();
  if (ready) return made;
  const fault why = fault_of(ready.error()).value_or(fault::unavailable);
  return make_error(why, path + ": " + (why == fault::busy ? "another process uses it" : ready.error().message));
}

// Alone on the file: no shared memory beside it, and no second process that would deliver the same events.
result<void> journal_file::configure() {
  for (const char* text : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"})
    if (auto set = execute(text); !set) return set;
  return {};
}

result<void> journal_file::create_schema() {
  if (auto locked = execute("BEGIN IMMEDIATE"); !locked) return locked;
  const auto owner = read_number("PRAGMA application_id");
  const auto version = read_number("PRAGMA user_version");
  const auto tables = read_number("SELECT count(*) FROM sqlite_schema");
  if (!owner || !version || !tables)
    return make_error(fault::corrupt, !owner ? owner.error().message : "no journal of events");
  if (*tables == 0) {
    const std::string make = std::string(schema) + "; PRAGMA user_version=" + std::to_string(format) +
                             "; PRAGMA application_id=" + std::to_string(application_id);
    if (auto created = execute(make.c_str()); !created) return created;
  } else if (*owner != application_id || *version != format) {
    return make_error(fault::corrupt, "an SQLite file, but no journal of events of this version");
  }
  if (auto committed = execute("COMMIT"); !committed) return committed;
  const auto events = read_number("SELECT EXISTS (SELECT 1 FROM event)");
  const auto pages = read_number("PRAGMA page_count");
  if (events && *events == 0 && pages && *pages > tidy_pages) std::ignore = execute("VACUUM");
  return {};
}

result<void> journal_file::prepare() {
  const std::pair<statement*, const char*> texts[] = {
      {&list_, "SELECT id, queue, accepted_at, due_at, failures, generation, length(body) FROM event ORDER BY id"},
      {&read_, "SELECT queue, request_id, trace_id, accepted_at, generation, body FROM event WHERE id = ?1"},
      {&add_,
       "INSERT INTO event (queue, request_id, trace_id, accepted_at, due_at, failures, generation, body)"
       " VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6)"},
      {&remove_, "DELETE FROM event WHERE id = ?1"},
      {&reschedule_, "UPDATE event SET due_at = ?2, failures = ?3 WHERE id = ?1"},
      {&begin_, "BEGIN IMMEDIATE"},
      {&commit_, "COMMIT"},
      {&roll_back_, "ROLLBACK"},
  };
  for (const auto& [prepared, text] : texts)
    if (auto made = prepared->prepare(database_.get(), text); !made) return made;
  return {};
}

result<void> journal_file::execute(const char* text) {
  const int code = sqlite3_exec(database_.get(), text, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return make_sqlite_error(database_.get(), code, text);
  return {};
}

result<void> journal_file::run(statement& what, const char* doing) {
  const running use(what);
  const int code = what.step();
  if (code != SQLITE_DONE) return make_sqlite_error(database_.get(), code, doing);
  return {};
}

result<std::uint64_t> journal_file::read_number(const char* text) {
  statement asked;
  if (auto prepared = asked.prepare(database_.get(), text); !prepared) return prepared.error();
  const int code = asked.step();
  if (code != SQLITE_ROW) return make_sqlite_error(database_.get(), code, text);
  return asked.column_version(0);
}

// A file that was removed or replaced would swallow events without a word.
result<void> journal_file::check_still_there() const {
  int moved = 0;
  if (sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved == 0)
    return {};
  return make_error(fault::unavailable, std::string(sqlite3_db_filename(database_.get(), "main")) +
                                            ": removed or replaced while in use; restart what uses it");
}

// What was removed has left room in the file itself, but all passes through the log.
result<void> journal_file::check_room(std::size_t bytes) {
  const char* path = sqlite3_db_filename(database_.get(), "main");
  if (path == nullptr || *path == '\0') return {};  // in memory
  std::error_code unknown;
  const auto disk = fs::space(path, unknown);
  if (unknown || disk.available >= bytes) return {};
  const auto pages = read_number("PRAGMA freelist_count"), page = read_number("PRAGMA page_size");
  if (pages && page && disk.available >= longest_log && disk.available + *pages * *page >= bytes) return {};
  return make_error(fault::unavailable, std::string(path) + ": the disk is full");
}

void journal_file::empty_log() {
  sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

result<std::vector<journal_entry>> journal_file::list() {
  const running use(list_);
  std::vector<journal_entry> found;
  int code = list_.step();
  for (; code == SQLITE_ROW; code = list_.step())
    found.push_back({.id = list_.column_version(0),
                     .queue = std::string(list_.column_bytes(1)),
                     .accepted_at = static_cast<std::int64_t>(list_.column_version(2)),
                     .due_at = static_cast<std::int64_t>(list_.column_version(3)),
                     .failures = static_cast<unsigned>(list_.column_version(4)),
                     .generation = static_cast<unsigned>(list_.column_version(5)),
                     .size = static_cast<std::size_t>(list_.column_version(6))});
  if (code != SQLITE_DONE) return make_sqlite_error(database_.get(), code, "cannot list");
  return found;
}

result<std::optional<journal_event>> journal_file::read(id which) {
  const running use(read_);
  read_.bind_count(1, which);
  const int code = read_.step();
  if (code == SQLITE_DONE) return std::optional<journal_event>();
  if (code != SQLITE_ROW) return make_sqlite_error(database_.get(), code, "cannot read");
  journal_event found;
  found.queue = read_.column_bytes(0);
  found.request_id = read_.column_bytes(1);
  found.trace_id = read_.column_bytes(2);
  found.accepted_at = static_cast<std::int64_t>(read_.column_version(3));
  found.generation = static_cast<unsigned>(read_.column_version(4));
  found.body = read_.column_bytes(5);
  return std::optional(std::move(found));
}

result<void> journal_file::begin(bool durable) {
  if (auto there = check_still_there(); !there) return there;
  if (durable != is_durable_) {
    if (auto set = execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"); !set) return set;
    is_durable_ = durable;
  }
  return run(begin_, "cannot lock");
}

result<event_journal::id> journal_file::add(const journal_event& what) {
  add_.bind_text(1, what.queue);
  add_.bind_text(2, what.request_id);
  add_.bind_text(3, what.trace_id);
  add_.bind_count(4, static_cast<std::size_t>(what.accepted_at));
  add_.bind_count(5, what.generation);
  add_.bind_bytes(6, what.body);
  if (auto added = run(add_, "cannot write"); !added) return added.error();
  return static_cast<id>(sqlite3_last_insert_rowid(database_.get()));
}

result<void> journal_file::remove(id which) {
  remove_.bind_count(1, which);
  return run(remove_, "cannot remove");
}

result<void> journal_file::reschedule(id which, std::int64_t due_at, unsigned failures) {
  reschedule_.bind_count(1, which);
  reschedule_.bind_count(2, static_cast<std::size_t>(due_at));
  reschedule_.bind_count(3, failures);
  return run(reschedule_, "cannot write");
}

result<void> journal_file::commit() { return run(commit_, "cannot commit"); }

// SQLite may have rolled back by itself (a full disk); then there is nothing left to undo.
void journal_file::roll_back() {
  if (!sqlite3_get_autocommit(database_.get())) std::ignore = run(roll_back_, "cannot roll back");
}

}  // namespace lamina::store
