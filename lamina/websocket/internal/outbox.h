#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/websocket/internal/frame_writer.h"

namespace lamina::websocket {

// A frame on its way out: its head, and a payload that others may share.
struct outgoing {
  frame_head head{};
  std::shared_ptr<const std::string> payload{};

  std::size_t size() const noexcept { return head.bytes().size() + payload->size(); }
};

// What a socket has not taken yet, in order; as many frames as possible in one system call.
class outbox {
 public:
  enum class outcome { all_sent, blocked, broken };

  // `sent` bytes of it have been written already.
  void push(outgoing frame, std::size_t sent = 0);
  outcome write_to(int descriptor);

  std::size_t bytes() const noexcept { return bytes_; }
  bool is_empty() const noexcept { return frames_.empty(); }

  std::optional<std::string> late_pong{};  // what to answer once this is empty

 private:
  void drop_sent(std::size_t count) noexcept;

  std::deque<outgoing> frames_;
  std::size_t sent_ = 0;   // of the first frame
  std::size_t bytes_ = 0;  // not sent yet, of all
};

// Writes one frame that nothing waits before, as far as the socket takes it. Negative: the connection is broken.
std::ptrdiff_t write_frame(int descriptor, const outgoing& frame) noexcept;

}  // namespace lamina::websocket
