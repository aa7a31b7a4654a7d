#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "lamina/store/object_store.h"

namespace lamina::store {

struct sqlite_store_options {
  std::size_t max_document_bytes = 16 * 1024 * 1024;  // of JSON text; beyond: too_large
  std::chrono::milliseconds busy_timeout{10'000};     // waiting for other writers; beyond: busy
  // true: a write that was answered survives a power cut, as it does in DynamoDB and S3, for one fsync per write.
  // false: it survives the death of the process at any moment, but the last writes before a power cut may be lost
  // (never the file's integrity). Writes are rare here and answered over a network, so safety is the default.
  bool survives_power_loss = true;
};

// All tables in one SQLite file (write-ahead log): nothing to install, start or set up. Several processes and threads
// may use one file at once; a process may be killed at any moment.
//
// The file must be on a local disk. Once it is removed or replaced under an open store, that one answers unavailable
// instead of writing into a file that nobody will find. After fork() the child must not use, nor destroy, the parent's
// object.
class sqlite_store final : public object_store {
 public:
  // Opens the file, or makes it (and its folder, readable by its owner only). unavailable: no such place, no right to
  // it; corrupt: the file is something else, or of a later version.
  static result<std::unique_ptr<sqlite_store>> open(const std::string& path, sqlite_store_options options = {});
  ~sqlite_store() override;

  result<std::optional<object>> get(std::string_view table, std::string_view id) override;
  result<version> put(std::string_view table, std::string_view id, const json::value& document,
                      condition when = {}) override;
  result<void> remove(std::string_view table, std::string_view id, condition when = {}) override;

  // A page ends with the object that brings its documents to a megabyte of JSON text or more.
  result<page> list(std::string_view table, std::string_view prefix, std::string_view after,
                    std::size_t limit) override;

  // For tools and tests, which may look at everything; functions manage with the calls above.
  result<std::vector<std::string>> ids(std::string_view table);
  // Reads the whole file; corrupt: what SQLite found wrong.
  result<void> check_integrity();

 private:
  struct connection;
  explicit sqlite_store(std::unique_ptr<connection> open);

  std::unique_ptr<connection> connection_;
};

}  // namespace lamina::store
