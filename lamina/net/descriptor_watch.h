#pragma once

#include <memory>

#include "lamina/net/event_loop.h"

namespace lamina::net {

// Waits until a descriptor is readable; reading is the caller's. It does not own the descriptor, which must stay open
// as long as this object lives. On the loop's thread.
class descriptor_watch {
 public:
  descriptor_watch(event_loop& loop, int fd);
  ~descriptor_watch();

  // Once. Destroying the watch forgets the call.
  void when_readable(move_only_function<void()> call);

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::net
