#include "tests/parity/gateway/invocation_log.h"

namespace parity {

void invocation_log::add(std::string function, std::string event) {
  {
    const std::scoped_lock lock(mutex_);
    all_.push_back({std::move(function), std::move(event)});
  }
  added_.notify_all();
}

std::vector<recorded_invocation> invocation_log::all() const {
  const std::scoped_lock lock(mutex_);
  return all_;
}

std::optional<std::size_t> invocation_log::wait_for(std::size_t begin, const predicate& wanted,
                                                    std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  std::optional<std::size_t> found;
  added_.wait_for(lock, limit, [&] {
    for (; !found && begin < all_.size(); ++begin)
      if (wanted(all_[begin])) found = begin;
    return found.has_value();
  });
  return found;
}

}  // namespace parity
