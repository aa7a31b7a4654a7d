#include "lamina/middlewares/cache/recent_responses.h"

#include <utility>

namespace lamina {

recent_responses::recent_responses(std::size_t maximum_size, std::optional<std::chrono::milliseconds> lifetime)
    : maximum_size_(maximum_size), lifetime_(lifetime) {}

std::shared_ptr<const json::value> recent_responses::find(std::string_view key, steady_time now) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const auto one = found->second;
  if (lifetime_ && now - one->stored >= *lifetime_) {
    erase(one);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, one);
  return one->response;
}

void recent_responses::put(std::string_view key, const json::value& response, steady_time now) {
  // Copied out of the invocation's arena, and before the lock is taken.
  auto copy = std::make_shared<const json::value>(response, json::storage_ptr());
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) erase(found->second);
  entries_.push_front({std::string(key), std::move(copy), now});
  by_key_.emplace(entries_.front().key, entries_.begin());
  while (entries_.size() > maximum_size_) erase(std::prev(entries_.end()));
}

std::size_t recent_responses::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void recent_responses::erase(entries::iterator one) {
  by_key_.erase(one->key);
  entries_.erase(one);
}

}  // namespace lamina
