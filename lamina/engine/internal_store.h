#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/error.h"
#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/base/task.h"
#include "lamina/json/json.h"

namespace lamina {

// The per-request storage of Middy's `request.internal`: names to values, some of which may still be on their way (a
// secret being fetched). Few names, so a flat list. Used by one thread at a time.
class internal_store {
 public:
  // A value that is being fetched. Awaiting it again gives the same result. Any thread: whoever awaits goes on on
  // `loop`, its own.
  class pending {
   public:
    virtual ~pending() = default;
    virtual task<result<json::value>> get(scheduler& loop) = 0;
  };

  void set(std::string_view name, json::value value);
  void set(std::string_view name, std::shared_ptr<pending> value);

  // The value under that name if it is there already; null when it is missing or pending.
  const json::value* find(std::string_view name) const noexcept;
  json::value* find(std::string_view name) noexcept;
  bool contains(std::string_view name) const noexcept;
  void erase(std::string_view name);

  // All values that are there, in the order they were set (pending ones are left out).
  json::object snapshot() const;
  // The names, in the order they were set.
  std::vector<std::string_view> names() const;

  // The value under that name, awaited on `loop` when it is still on its way; nothing when there is none.
  task<result<std::optional<json::value>>> get(std::string name, scheduler& loop) const;

 private:
  struct entry {
    std::string name;
    json::value value;
    std::shared_ptr<pending> later;  // when set, `value` is not there yet
  };
  const entry* entry_of(std::string_view name) const noexcept;
  entry& make_entry(std::string_view name);

  std::vector<entry> entries_;
};

}  // namespace lamina
