#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/store/object_store.h"

// SQLite's statements and errors in our words.
namespace lamina::store {

inline fault fault_of_code(int code) noexcept {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fault::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return fault::corrupt;
    case SQLITE_TOOBIG: return fault::too_large;
    default: return fault::unavailable;
  }
}

inline error make_sqlite_error(sqlite3* database, int code, const char* doing) {
  std::string message = std::string(doing) + ": " + (database ? sqlite3_errmsg(database) : sqlite3_errstr(code));
  return make_error(fault_of_code(code), std::move(message));
}

struct finalize_statement {
  void operator()(sqlite3_stmt* prepared) const noexcept { sqlite3_finalize(prepared); }
};

// One prepared statement. Parameters are bound by reference: they must live until the next reset().
class statement {
 public:
  result<void> prepare(sqlite3* database, const char* text) {
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    prepared_.reset(made);
    if (code != SQLITE_OK) return make_sqlite_error(database, code, text);
    return {};
  }
  void bind_bytes(int index, std::string_view bytes) {
    const char* data = bytes.data() ? bytes.data() : "";  // a null pointer would bind NULL, which equals nothing
    sqlite3_bind_blob64(prepared_.get(), index, data, bytes.size(), SQLITE_STATIC);
  }
  void bind_text(int index, std::string_view text) {
    sqlite3_bind_text64(prepared_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  void bind_count(int index, std::size_t count) {
    sqlite3_bind_int64(prepared_.get(), index, static_cast<sqlite3_int64>(count));
  }
  void bind_key(std::string_view table, std::string_view id) {
    bind_bytes(1, table);
    bind_bytes(2, id);
  }
  int step() { return sqlite3_step(prepared_.get()); }
  int reset() { return sqlite3_reset(prepared_.get()); }
  version column_version(int index) const { return static_cast<version>(sqlite3_column_int64(prepared_.get(), index)); }
  std::string_view column_bytes(int index) const {
    const void* data = sqlite3_column_blob(prepared_.get(), index);
    const int size = sqlite3_column_bytes(prepared_.get(), index);
    return data ? std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string_view();
  }

 private:
  std::unique_ptr<sqlite3_stmt, finalize_statement> prepared_;
};

// Ends a statement's use of the file on every way out.
class running {
 public:
  explicit running(statement& used) : used_(used) {}
  ~running() { used_.reset(); }
  running(const running&) = delete;
  running& operator=(const running&) = delete;

 private:
  statement& used_;
};

}  // namespace lamina::store
