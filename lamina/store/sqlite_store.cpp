#include "lamina/store/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

#include "lamina/store/internal/statement.h"

namespace lamina::store {
namespace {

namespace fs = std::filesystem;

constexpr int format = 1;                   // PRAGMA user_version
constexpr int application_id = 0x4C414D4E;  // "LAMN": tells our files from others

// A version is a rowid that is never used twice (AUTOINCREMENT); each write replaces the row and so gets a new one.
constexpr const char* schema =
    "CREATE TABLE object (version INTEGER PRIMARY KEY AUTOINCREMENT, \"table\" BLOB NOT NULL, id BLOB NOT NULL,"
    " document TEXT NOT NULL, UNIQUE (\"table\", id))";

struct close_database {
  void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
using database_handle = std::unique_ptr<sqlite3, close_database>;

result<void> check_table(std::string_view table) {
  if (table.empty() || table.size() > max_table_bytes) {
    return make_error(fault::invalid_key,
                      "a table's name has 1 to 255 bytes, this one " + std::to_string(table.size()));
  }
  return {};
}

result<void> check_key(std::string_view table, std::string_view id) {
  if (auto good = check_table(table); !good) return good;
  if (id.empty() || id.size() > max_id_bytes) {
    return make_error(fault::invalid_key, "an id has 1 to 2048 bytes, this one " + std::to_string(id.size()));
  }
  return {};
}

// The least bytes that are greater than each id that begins with `prefix`.
std::string end_of_prefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (end.empty()) return std::string(max_id_bytes + 1, '\xff');  // greater than any id at all
  end.back() = static_cast<char>(end.back() + 1);
  return end;
}

result<json::value> read_document(std::string_view text) {
  auto document = json::try_parse(text);
  if (!document) return make_error(fault::corrupt, "stored document is no JSON: " + document.error().message);
  return document;
}

result<int> read_pragma(sqlite3* database, const char* text) {
  statement asked;
  if (auto prepared = asked.prepare(database, text); !prepared) return std::move(prepared).error();
  const int code = asked.step();
  if (code != SQLITE_ROW) return make_sqlite_error(database, code, text);
  return static_cast<int>(asked.column_version(0));
}

// SQLite's own handler soon sleeps 100 ms between two attempts, while the lock is held for microseconds: under steady
// load whoever sleeps longest never finds it free (writers were seen to wait 8 s). Looking each millisecond is fair.
int wait_for_others(void* timeout, int pauses) {
  if (std::chrono::milliseconds(pauses) >= *static_cast<const std::chrono::milliseconds*>(timeout)) return 0;
  sqlite3_sleep(1);
  return 1;
}

// Switching to the write-ahead log needs the file alone for a moment, and SQLite does not wait for that by itself.
int execute_patiently(sqlite3* database, const char* text, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{10};
  int code = SQLITE_OK;
  for (std::chrono::milliseconds waited{0}; waited <= patience; waited += pause) {
    code = sqlite3_exec(database, text, nullptr, nullptr, nullptr);
    if ((code & 0xff) != SQLITE_BUSY) return code;
    sqlite3_sleep(static_cast<int>(pause.count()));
  }
  return code;
}

}  // namespace

struct sqlite_store::connection {
  std::mutex one_at_a_time;  // a connection is used by one thread at a time; SQLite's own locking is off
  sqlite3* database() const noexcept { return handle.get(); }
  error failed(int code, const char* doing) const { return make_sqlite_error(database(), code, doing); }

  result<void> configure();
  result<void> create_schema();
  result<void> prepare_statements();

  // A file that was removed, moved or replaced would swallow writes without a word: its name leads elsewhere now.
  result<void> check_still_there() const {
    int moved = 0;
    if (sqlite3_file_control(database(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved == 0) return {};
    return make_error(fault::unavailable, std::string(sqlite3_db_filename(database(), "main")) +
                                              ": removed or replaced while in use; restart what uses it");
  }

  // Runs one step of a statement without a result.
  result<void> run(statement& what, const char* doing) {
    const running use(what);
    const int code = what.step();
    if (code != SQLITE_DONE) return failed(code, doing);
    return {};
  }

  result<std::optional<version>> current_version(std::string_view table, std::string_view id);
  result<version> replace(std::string_view table, std::string_view id, std::string_view text);
  result<void> erase(std::string_view table, std::string_view id);
  result<page> read_page(std::size_t limit);  // what list_, with its parameters bound, finds

  // `write` under the write lock, after the condition was checked; all or nothing.
  template <class Write>
  auto write_if(std::string_view table, std::string_view id, condition when, Write write) -> decltype(write());

  sqlite_store_options options;
  database_handle handle;  // outlives the statements
  statement select_, select_version_, replace_, erase_, list_, ids_, begin_, commit_, rollback_;
};

result<void> sqlite_store::connection::configure() {
  sqlite3_busy_handler(database(), wait_for_others, &options.busy_timeout);
  const int code = execute_patiently(database(), "PRAGMA journal_mode=WAL", options.busy_timeout);
  if (code != SQLITE_OK) return failed(code, "cannot use the write-ahead log");
  const char* durability = options.survives_power_loss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
  if (const int set = sqlite3_exec(database(), durability, nullptr, nullptr, nullptr); set != SQLITE_OK) {
    return failed(set, durability);
  }
  return {};
}

// Under the write lock, so that of several processes that start together one makes the tables.
result<void> sqlite_store::connection::create_schema() {
  if (const int code = execute_patiently(database(), "BEGIN IMMEDIATE", options.busy_timeout); code != SQLITE_OK) {
    return failed(code, "cannot lock the file");
  }
  const auto found = read_pragma(database(), "PRAGMA user_version");
  const auto owner = read_pragma(database(), "PRAGMA application_id");
  const auto tables = read_pragma(database(), "SELECT count(*) FROM sqlite_schema");
  result<void> done;
  if (!found || !owner || !tables) {
    done = !found ? found.error() : !owner ? owner.error() : tables.error();
  } else if (*tables == 0) {
    const std::string make = std::string(schema) + "; PRAGMA user_version=" + std::to_string(format) +
                             "; PRAGMA application_id=" + std::to_string(application_id);
    if (const int code = sqlite3_exec(database(), make.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) {
      done = failed(code, "cannot make the tables");
    }
  } else if (*owner != application_id || *found != format) {
    done = make_error(fault::corrupt, "an SQLite file, but no store of this version");
  }
  sqlite3_exec(database(), done ? "COMMIT" : "ROLLBACK", nullptr, nullptr, nullptr);
  return done;
}

result<void> sqlite_store::connection::prepare_statements() {
  const std::pair<statement*, const char*> texts[] = {
      {&select_, "SELECT version, document FROM object WHERE \"table\" = ?1 AND id = ?2"},
      {&select_version_, "SELECT version FROM object WHERE \"table\" = ?1 AND id = ?2"},
      {&replace_, "INSERT OR REPLACE INTO object (\"table\", id, document) VALUES (?1, ?2, ?3)"},
      {&erase_, "DELETE FROM object WHERE \"table\" = ?1 AND id = ?2"},
      // By bounds on the unique key: LIKE takes a NUL, % and _ for something else, and letters without their case.
      {&list_,
       "SELECT id, version, document FROM object WHERE \"table\" = ?1 AND id >= ?2 AND id < ?3 ORDER BY id LIMIT ?4"},
      {&ids_, "SELECT id FROM object WHERE \"table\" = ?1 ORDER BY id"},
      {&begin_, "BEGIN IMMEDIATE"},
      {&commit_, "COMMIT"},
      {&rollback_, "ROLLBACK"},
  };
  for (const auto& [prepared, text] : texts) {
    if (auto made = prepared->prepare(database(), text); !made) return made;
  }
  return {};
}

result<std::optional<version>> sqlite_store::connection::current_version(std::string_view table, std::string_view id) {
  const running use(select_version_);
  select_version_.bind_key(table, id);
  const int code = select_version_.step();
  if (code == SQLITE_DONE) return std::optional<version>();
  if (code != SQLITE_ROW) return failed(code, "cannot read");
  return std::optional<version>(select_version_.column_version(0));
}

result<version> sqlite_store::connection::replace(std::string_view table, std::string_view id, std::string_view text) {
  replace_.bind_key(table, id);
  replace_.bind_text(3, text);
  if (auto written = run(replace_, "cannot write"); !written) return std::move(written).error();
  return static_cast<version>(sqlite3_last_insert_rowid(database()));
}

result<void> sqlite_store::connection::erase(std::string_view table, std::string_view id) {
  erase_.bind_key(table, id);
  return run(erase_, "cannot remove");
}

result<page> sqlite_store::connection::read_page(std::size_t limit) {
  constexpr std::size_t max_page_bytes = 1024 * 1024;
  page found;
  std::size_t bytes = 0;
  int code = list_.step();
  for (; code == SQLITE_ROW; code = list_.step()) {
    if (found.items.size() == limit || bytes >= max_page_bytes) {
      found.next = found.items.back().id;
      return found;
    }
    const std::string_view text = list_.column_bytes(2);
    auto document = read_document(text);
    if (!document) return std::move(document).error();
    bytes += text.size();
    found.items.push_back({std::string(list_.column_bytes(0)), {*std::move(document), list_.column_version(1)}});
  }
  if (code != SQLITE_DONE) return failed(code, "cannot list");
  return found;
}

template <class Write>
auto sqlite_store::connection::write_if(std::string_view table, std::string_view id, condition when, Write write)
    -> decltype(write()) {
  if (auto there = check_still_there(); !there) return std::move(there).error();
  if (auto begun = run(begin_, "cannot lock"); !begun) return std::move(begun).error();
  auto done = [&]() -> decltype(write()) {
    const auto current = current_version(table, id);
    if (!current) return current.error();
    if (!when.holds(*current)) return make_error(fault::conflict, "the object is not in the expected state");
    return write();
  }();
  if (done) {
    auto committed = run(commit_, "cannot commit");
    if (committed) return done;
    done = std::move(committed).error();
  }
  // SQLite may have rolled back by itself (a full disk); then there is nothing left to undo.
  if (!sqlite3_get_autocommit(database())) std::ignore = run(rollback_, "cannot roll back");
  return done;
}

sqlite_store::sqlite_store(std::unique_ptr<connection> open) : connection_(std::move(open)) {}
sqlite_store::~sqlite_store() = default;

result<std::unique_ptr<sqlite_store>> sqlite_store::open(const std::string& path, sqlite_store_options options) {
  const fs::path folder = fs::path(path).parent_path();
  std::error_code ignored;  // opening the file says what is wrong
  if (!folder.empty() && fs::create_directories(folder, ignored)) {
    fs::permissions(folder, fs::perms::owner_all, ignored);
  }
  auto made = std::make_unique<connection>();
  made->options = options;
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  made->handle.reset(opened);
  const auto named = [&](const error& failure) {
    return make_error(fault_of(failure).value_or(fault::unavailable), path + ": " + failure.message);
  };
  if (code != SQLITE_OK) return named(make_sqlite_error(opened, code, "cannot open"));
  if (auto set = made->configure(); !set) return named(set.error());
  if (auto created = made->create_schema(); !created) return named(created.error());
  if (auto prepared = made->prepare_statements(); !prepared) return named(prepared.error());
  return std::unique_ptr<sqlite_store>(new sqlite_store(std::move(made)));
}

result<std::optional<object>> sqlite_store::get(std::string_view table, std::string_view id) {
  if (auto good = check_key(table, id); !good) return std::move(good).error();
  const std::lock_guard lock(connection_->one_at_a_time);
  if (auto there = connection_->check_still_there(); !there) return std::move(there).error();
  statement& select = connection_->select_;
  const running use(select);
  select.bind_key(table, id);
  const int code = select.step();
  if (code == SQLITE_DONE) return std::optional<object>();
  if (code != SQLITE_ROW) return connection_->failed(code, "cannot read");
  auto document = read_document(select.column_bytes(1));
  if (!document) return std::move(document).error();
  return std::optional<object>(object{*std::move(document), select.column_version(0)});
}

result<version> sqlite_store::put(std::string_view table, std::string_view id, const json::value& document,
                                  condition when) {
  if (auto good = check_key(table, id); !good) return std::move(good).error();
  const std::string text = json::serialize(document);
  if (text.size() > connection_->options.max_document_bytes) {
    return make_error(fault::too_large, "a document of " + std::to_string(text.size()) + " bytes; the limit is " +
                                            std::to_string(connection_->options.max_document_bytes));
  }
  const std::lock_guard lock(connection_->one_at_a_time);
  return connection_->write_if(table, id, when, [&] { return connection_->replace(table, id, text); });
}

result<void> sqlite_store::remove(std::string_view table, std::string_view id, condition when) {
  if (auto good = check_key(table, id); !good) return good;
  const std::lock_guard lock(connection_->one_at_a_time);
  return connection_->write_if(table, id, when, [&] { return connection_->erase(table, id); });
}

result<page> sqlite_store::list(std::string_view table, std::string_view prefix, std::string_view after,
                                std::size_t limit) {
  if (auto good = check_table(table); !good) return std::move(good).error();
  limit = std::clamp<std::size_t>(limit, 1, max_page_items);
  const std::string past = std::string(after) + '\0';  // the least bytes greater than `after`
  const std::string end = end_of_prefix(prefix);
  const std::lock_guard lock(connection_->one_at_a_time);
  if (auto there = connection_->check_still_there(); !there) return std::move(there).error();
  statement& list = connection_->list_;
  const running use(list);
  list.bind_bytes(1, table);
  list.bind_bytes(2, after.empty() ? prefix : std::max(prefix, std::string_view(past)));
  list.bind_bytes(3, end);
  list.bind_count(4, limit + 1);  // one more than asked for tells whether there is a next page
  return connection_->read_page(limit);
}

result<std::vector<std::string>> sqlite_store::ids(std::string_view table) {
  const std::lock_guard lock(connection_->one_at_a_time);
  if (auto there = connection_->check_still_there(); !there) return std::move(there).error();
  statement& select = connection_->ids_;
  const running use(select);
  select.bind_bytes(1, table);
  std::vector<std::string> found;
  int code = select.step();
  for (; code == SQLITE_ROW; code = select.step()) found.emplace_back(select.column_bytes(0));
  if (code != SQLITE_DONE) return connection_->failed(code, "cannot list");
  return found;
}

result<void> sqlite_store::check_integrity() {
  const std::lock_guard lock(connection_->one_at_a_time);
  statement check;
  if (auto prepared = check.prepare(connection_->database(), "PRAGMA integrity_check"); !prepared) return prepared;
  const int code = check.step();
  if (code != SQLITE_ROW) return connection_->failed(code, "cannot check");
  const std::string found(check.column_bytes(0));
  if (found != "ok") return make_error(fault::corrupt, found);
  return {};
}

}  // namespace lamina::store
