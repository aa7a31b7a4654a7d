#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"

namespace lamina {

// Responses by key, in memory: when there are more than `maximum_size`, the one that was not asked for the longest
// goes. Any thread.
class recent_responses {
 public:
  // lifetime absent: responses stay until there is no room.
  recent_responses(std::size_t maximum_size, std::optional<std::chrono::milliseconds> lifetime);

  // Null when there is none, or when it is too old.
  std::shared_ptr<const json::value> find(std::string_view key, steady_time now);
  void put(std::string_view key, const json::value& response, steady_time now);
  std::size_t size() const;

 private:
  struct entry {
    std::string key;
    std::shared_ptr<const json::value> response;
    steady_time stored;
  };
  using entries = std::list<entry>;  // the one asked for last comes first

  void erase(entries::iterator one);

  const std::size_t maximum_size_;
  const std::optional<std::chrono::milliseconds> lifetime_;
  mutable std::mutex mutex_;
  entries entries_;
  std::unordered_map<std::string_view, entries::iterator> by_key_;  // keys are those of the entries
};

}  // namespace lamina
