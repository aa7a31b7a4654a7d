#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lamina/base/scheduler.h"

namespace lamina::gateway {

// What has been said of a sender, by what the sender showed. Bounded: the oldest entry makes room, so that a stranger
// with many tokens costs no more memory than the limit. One thread; a look-up costs one hash and no allocation.
template <class Answer>
class answer_cache {
 public:
  using entry = std::shared_ptr<const Answer>;

  explicit answer_cache(std::size_t max_entries) : max_entries_(max_entries) {}

  // Null when the key is unknown or what is known of it has expired.
  entry find(std::string_view key, steady_time now) const {
    const auto found = by_key_.find(key);
    return found != by_key_.end() && now < found->second->expires ? found->second->answer : nullptr;
  }

  void insert(std::string_view key, entry answer, steady_time expires, steady_time now) {
    if (const auto old = by_key_.find(key); old != by_key_.end()) {
      const auto where = old->second;
      by_key_.erase(old);
      order_.erase(where);
    }
    while (!order_.empty() && (order_.size() >= max_entries_ || order_.front().expires <= now)) remove_oldest();
    if (max_entries_ == 0) return;
    order_.push_back({std::string(key), std::move(answer), expires});
    by_key_.emplace(order_.back().key, std::prev(order_.end()));
  }

  std::size_t size() const noexcept { return order_.size(); }

 private:
  struct stored {
    std::string key;
    entry answer;
    steady_time expires;
  };
  void remove_oldest() {
    by_key_.erase(order_.front().key);
    order_.pop_front();
  }

  std::size_t max_entries_;
  std::list<stored> order_;                                                            // oldest first
  std::unordered_map<std::string_view, typename std::list<stored>::iterator> by_key_;  // keys are views into order_
};

}  // namespace lamina::gateway
