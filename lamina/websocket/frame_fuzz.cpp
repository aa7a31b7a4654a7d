// What one client sends, whole and in pieces of the size that the first byte says: to the reader, which must find the
// same whatever the pieces, and to a session over a pair of sockets, which must deliver just that.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lamina/base/utf8.h"
#include "lamina/net/event_loop.h"
#include "lamina/testing/fuzz_input.h"
#include "lamina/websocket/internal/frame_reader.h"
#include "lamina/websocket/session.h"

namespace {

using namespace lamina::websocket;
using kind = frame_reader::kind;

const session_limits limits{.max_frame_bytes = 512, .max_message_bytes = 1024, .binary_messages = true};

using lamina::testing::require;

// Up to the first close frame or failure.
struct heard {
  std::string messages;  // a line for each
  std::string controls;
  int code = 1006;

  bool operator==(const heard&) const = default;
};

void append_line(std::string& out, int what, std::string_view payload) {
  out.append(std::to_string(what)).append(payload).append("\n");
}

void check(const frame_reader::found& one) {
  const bool is_message = one.what == kind::text || one.what == kind::binary;
  require(one.payload.size() <= (is_message ? limits.max_message_bytes : 125));
  if (one.what == kind::text || one.what == kind::close) require(lamina::is_utf8(one.payload));
  if (one.what == kind::close) require(one.code == 1005 || is_close_code(one.code));
}

heard read_all(std::string_view bytes, std::size_t piece) {
  frame_reader reader(limits);
  heard all;
  while (!bytes.empty()) {
    const auto part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    std::vector<char> memory(part.begin(), part.end());  // which ends where the piece does
    for (std::span<char> left(memory);;) {
      const auto one = reader.next(left);
      check(one);
      if (one.what == kind::nothing) break;
      const bool is_message = one.what == kind::text || one.what == kind::binary;
      append_line(is_message ? all.messages : all.controls, one.what == kind::binary, one.payload);
      if (one.what != kind::close && one.what != kind::failure) continue;
      all.code = one.code;
      return all;
    }
  }
  return all;
}

struct listener final : session_owner {
  void on_message(session& from, std::string_view payload, bool is_binary) override {
    append_line(all.messages, is_binary, payload);
    from.send(std::make_shared<const std::string>(payload));
  }
  void on_close(session&, const closure& how) override {
    all.code = how.code;
    closed = true;
  }
  heard all;
  bool closed = false;
};

// The first piece comes with the handshake. The client stops sending at the end.
heard deliver(std::string_view bytes, std::size_t piece) {
  lamina::net::event_loop loop;
  std::array<int, 2> sockets{};
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets.data()) == 0);
  const std::string early(bytes.substr(0, piece));
  bytes.remove_prefix(early.size());
  require(::send(sockets[1], bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
  ::shutdown(sockets[1], SHUT_WR);
  listener owner;
  session_set set(loop, limits);
  const auto one = set.open({.descriptor = sockets[0], .unread = early}, "hello", owner);
  require(one != nullptr);
  loop.run_until([&] { return owner.closed; });
  ::close(sockets[1]);
  return owner.all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = 1 + data[0] % 32;
  const heard whole = read_all(bytes, 1'000'000);
  require(read_all(bytes, piece) == whole);
  heard delivered = deliver(bytes, piece);
  delivered.controls = whole.controls;
  require(delivered == whole);
  return 0;
}
