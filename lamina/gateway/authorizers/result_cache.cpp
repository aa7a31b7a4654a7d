#include "lamina/gateway/authorizers/result_cache.h"

namespace lamina::gateway {

result_cache::entry result_cache::find(std::string_view token, steady_time now) const {
  const auto found = by_token_.find(token);
  return found != by_token_.end() && now < found->second->expires ? found->second->answer : nullptr;
}

void result_cache::insert(std::string_view token, entry answer, steady_time now) {
  if (const auto old = by_token_.find(token); old != by_token_.end()) {
    const auto where = old->second;
    by_token_.erase(old);
    order_.erase(where);
  }
  while (!order_.empty() && (order_.size() >= max_entries_ || order_.front().expires <= now)) remove_oldest();
  order_.push_back({std::string(token), std::move(answer), now + lifetime_});
  by_token_.emplace(order_.back().token, std::prev(order_.end()));
}

void result_cache::remove_oldest() {
  by_token_.erase(order_.front().token);
  order_.pop_front();
}

}  // namespace lamina::gateway
