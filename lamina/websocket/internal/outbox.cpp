#include "lamina/websocket/internal/outbox.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <span>
#include <utility>

namespace lamina::websocket {
namespace {

constexpr std::size_t frames_per_call = 32;

// The rest of these bytes, after `skipped` of them were left out; takes from `skipped` what it has used of it.
iovec rest_of(std::string_view bytes, std::size_t& skipped) noexcept {
  const std::size_t left_out = std::min(skipped, bytes.size());
  skipped -= left_out;
  bytes.remove_prefix(left_out);
  return {.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
}

// 0: it takes nothing now.
std::ptrdiff_t send_all_of(int descriptor, std::span<iovec> pieces) noexcept {
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  for (;;) {
    const ssize_t sent = ::sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return sent;
    if (errno == EAGAIN) return 0;
    if (errno != EINTR) return -1;
  }
}

}  // namespace

std::ptrdiff_t write_frame(int descriptor, const outgoing& frame) noexcept {
  std::size_t nothing = 0;
  std::array<iovec, 2> pieces = {rest_of(frame.head.bytes(), nothing), rest_of(*frame.payload, nothing)};
  return send_all_of(descriptor, pieces);
}

void outbox::push(outgoing frame, std::size_t sent) {
  if (frames_.empty()) sent_ = sent;
  bytes_ += frame.size() - sent;
  frames_.push_back(std::move(frame));
}

outbox::outcome outbox::write_to(int descriptor) {
  while (!frames_.empty()) {
    std::array<iovec, 2 * frames_per_call> pieces;
    std::size_t count = 0;
    std::size_t wanted = 0;
    std::size_t skipped = sent_;
    for (const outgoing& frame : frames_) {
      if (count == pieces.size()) break;
      wanted += frame.size();
      pieces[count++] = rest_of(frame.head.bytes(), skipped);
      pieces[count++] = rest_of(*frame.payload, skipped);
    }
    const std::ptrdiff_t sent = send_all_of(descriptor, std::span(pieces).first(count));
    if (sent < 0) return outcome::broken;
    wanted -= sent_;
    drop_sent(static_cast<std::size_t>(sent));
    if (static_cast<std::size_t>(sent) < wanted) return outcome::blocked;
  }
  return outcome::all_sent;
}

void outbox::drop_sent(std::size_t count) noexcept {
  bytes_ -= count;
  sent_ += count;
  while (!frames_.empty() && sent_ >= frames_.front().size()) {
    sent_ -= frames_.front().size();
    frames_.pop_front();
  }
}

}  // namespace lamina::websocket
