#pragma once

#include <cstddef>

namespace lamina::http {

// What a call on a stream that does not block has come to.
enum class io_state {
  done,
  wants_read,   // again when bytes have come
  wants_write,  // again when there is room
  closed,       // properly, by the peer
  failed,
};

struct io_result {
  io_state state = io_state::done;
  std::size_t bytes = 0;
};

}  // namespace lamina::http
