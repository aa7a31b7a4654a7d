#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

// Documents kept under (table, id), with conditional writes: what a function asks of a table or a bucket.
namespace lamina::store {

// Names one state of one object. Every write makes a new one, and none ever comes back, not even after a removal: who
// holds a version knows whether somebody else has written since.
using version = std::uint64_t;

struct object {
  json::value document;
  store::version version = 0;
};

// Some of the objects of a table, in the order of their ids.
struct page {
  struct item {
    std::string id;
    store::object object;
  };
  std::vector<item> items;
  std::optional<std::string> next;  // the `after` of the next page; nothing: this was the last one
};

// What must hold for a write to happen; checked in one step with the write.
class condition {
 public:
  condition() = default;  // none
  static condition if_absent() { return condition(kind::absent, 0); }
  static condition if_version(version expected) { return condition(kind::matches, expected); }

  // `current`: the version that is stored, or nothing where there is no object.
  bool holds(std::optional<version> current) const noexcept;

 private:
  enum class kind { none, absent, matches };
  condition(kind what, version expected) : what_(what), expected_(expected) {}

  kind what_ = kind::none;
  version expected_ = 0;
};

// Why a call failed.
enum class fault {
  not_found,    // 404: there is no such object
  conflict,     // 409: the condition does not hold
  invalid_key,  // 400: a table or id outside the limits below
  too_large,    // 413: the document is larger than this store takes
  busy,         // 503: others kept the store locked for too long; worth another try
  corrupt,      // 500: what is stored cannot be read
  unavailable,  // 500: the store cannot be opened, read or written
};

// Errors of this folder carry their fault in status and name ("StoreConflict"); the message is for a log, not for a
// client: it may name files and tables.
error make_error(fault why, std::string message);
// Nothing for an error that is none of ours.
std::optional<fault> fault_of(const error& failure) noexcept;

inline constexpr std::size_t max_id_bytes = 2048;
inline constexpr std::size_t max_table_bytes = 255;
inline constexpr std::size_t max_page_items = 1000;

// A pure function from one state to the next. May be called several times for one update. An error ends the update
// and is handed on; nothing is written.
using reducer = std::function<result<json::value>(const json::value& state)>;

// The interface behind which the embedded store, and later DynamoDB and S3, live. Ids are any 1 to 2048 bytes; tables 1
// to 255. Nothing is set up beforehand: a table is there once something is in it.
//
// Calls block until they are done and throw nothing of their own. An implementation may be used by several threads at
// once. A write that was answered is seen by every later read, in any process.
class object_store {
 public:
  virtual ~object_store() = default;

  // The object, or nothing where there is none.
  virtual result<std::optional<object>> get(std::string_view table, std::string_view id) = 0;
  // Writes the whole document. conflict: the condition does not hold, nothing was written.
  virtual result<version> put(std::string_view table, std::string_view id, const json::value& document,
                              condition when = {}) = 0;
  // Removes the object; removing what is not there succeeds unless a version was asked for (conflict).
  virtual result<void> remove(std::string_view table, std::string_view id, condition when = {}) = 0;

  // The objects whose ids begin with `prefix` (any bytes; empty: all), from the first id that is greater than `after`
  // (empty: from the beginning), ordered by the bytes of their ids. At most `limit` of them (0 counts as 1, more than
  // max_page_items as max_page_items), but there may be fewer, even none, and still a `next`: the services count bytes
  // as well. So ask until there is no `next`. A page is no snapshot of the table: what others write while one goes
  // through the pages may be seen or not; what was there all the time is seen exactly once.
  //
  // It stands for DynamoDB's Query on one partition (the table's name as partition key, the id as sort key,
  // begins_with, ExclusiveStartKey, Limit; a page ends at 1 MB; ConsistentRead, or it may miss answered writes), and
  // for S3's ListObjectsV2 (prefix, start-after, max-keys up to 1000; UTF-8 keys of at most 1024 bytes) followed by one
  // GetObject for each key, of which one that is gone by then is left out.
  virtual result<page> list(std::string_view table, std::string_view prefix, std::string_view after,
                            std::size_t limit) = 0;

  // Reads, reduces and writes under the condition that nobody wrote in between; starts over when somebody did, up to
  // `max_update_attempts` times (then: conflict). Answers what was written. not_found: there is no such object.
  result<object> update_state(std::string_view table, std::string_view id, const reducer& next);
  static constexpr int max_update_attempts = 256;
};

}  // namespace lamina::store
