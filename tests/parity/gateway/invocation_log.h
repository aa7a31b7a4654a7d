#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parity {

struct recorded_invocation {
  std::string function;  // its key in the service
  std::string event;     // JSON text
};

// What the functions of one case were invoked with, in the order of arrival. The gateway's loops add, the runner reads.
class invocation_log {
 public:
  void add(std::string function, std::string event);
  std::vector<recorded_invocation> all() const;

  using predicate = std::function<bool(const recorded_invocation&)>;
  // The index of the first one from `begin` on that is wanted; waits for it. Nothing: none came in time.
  std::optional<std::size_t> wait_for(std::size_t begin, const predicate& wanted,
                                      std::chrono::milliseconds limit) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable added_;
  std::vector<recorded_invocation> all_;
};

}  // namespace parity
