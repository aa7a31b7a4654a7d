#pragma once

#include <cstddef>
#include <utility>

#include "lamina/base/function.h"

namespace lamina::gateway {

// How many requests of a service are not done yet; some may have lost their client. On one loop's thread.
class requests_under_way {
 public:
  std::size_t count() const noexcept { return count_; }
  // Called each time a request is done.
  void on_done(move_only_function<void()> call) { on_done_ = std::move(call); }

  // Counts a request from its arrival to the end of all that it owns: the first local of its coroutine.
  class presence {
   public:
    explicit presence(requests_under_way& all) : all_(all) { ++all_.count_; }
    presence(const presence&) = delete;
    presence& operator=(const presence&) = delete;
    ~presence() {
      --all_.count_;
      if (all_.on_done_) all_.on_done_();
    }

   private:
    requests_under_way& all_;
  };

 private:
  std::size_t count_ = 0;
  move_only_function<void()> on_done_;
};

}  // namespace lamina::gateway
