#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/authorizer_result.h"

namespace lamina::gateway {

// What an authorizer answered, by token, for a time that is the same for all. Bounded: the oldest answer makes room.
// One thread; a look-up costs one hash.
class result_cache {
 public:
  using entry = std::shared_ptr<const authorizer_result>;

  result_cache(std::chrono::seconds lifetime, std::size_t max_entries)
      : lifetime_(lifetime), max_entries_(max_entries) {}

  // Nothing when the token is unknown or its answer too old.
  entry find(std::string_view token, steady_time now) const;
  void insert(std::string_view token, entry answer, steady_time now);
  std::size_t size() const noexcept { return order_.size(); }

 private:
  struct stored {
    std::string token;
    entry answer;
    steady_time expires;
  };
  void remove_oldest();

  std::chrono::seconds lifetime_;
  std::size_t max_entries_;
  std::list<stored> order_;  // oldest first, so those that expire next as well
  std::unordered_map<std::string_view, std::list<stored>::iterator> by_token_;  // keys are views into order_
};

}  // namespace lamina::gateway
