#include "lamina/websocket/internal/outbox.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace lamina::websocket {
namespace {

// Two connected sockets; the reader takes only what it is asked to.
class socket_pair {
 public:
  socket_pair() {
    std::array<int, 2> both{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, both.data()), 0);
    writer = both[0];
    reader_ = both[1];
    const int small = 4096;
    ::setsockopt(writer, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
  }
  ~socket_pair() {
    ::close(writer);
    close_reader();
  }
  std::string read_all() {
    std::string all;
    std::array<char, 4096> bytes;
    for (ssize_t count = 0; (count = ::read(reader_, bytes.data(), bytes.size())) > 0;)
      all.append(bytes.data(), static_cast<std::size_t>(count));
    return all;
  }
  void close_reader() {
    if (reader_ >= 0) ::close(std::exchange(reader_, -1));
  }
  int writer = -1;

 private:
  int reader_ = -1;
};

outgoing text(std::string payload) {
  const frame_head head(opcode::text, payload.size());
  return {.head = head, .payload = std::make_shared<const std::string>(std::move(payload))};
}

std::string bytes_of(const outgoing& frame) { return std::string(frame.head.bytes()) + *frame.payload; }

TEST(outbox, sends_many_frames_in_order) {
  socket_pair sockets;
  outbox box;
  std::string all;
  for (int i = 0; i < 100; ++i) {
    const auto frame = text(std::to_string(i));
    all += bytes_of(frame);
    box.push(frame);
  }
  EXPECT_EQ(box.bytes(), all.size());
  EXPECT_EQ(box.write_to(sockets.writer), outbox::outcome::all_sent);
  EXPECT_EQ(box.bytes(), 0u);
  EXPECT_TRUE(box.is_empty());
  EXPECT_EQ(sockets.read_all(), all);
}

TEST(outbox, goes_on_where_the_socket_stopped_taking_bytes) {
  socket_pair sockets;
  outbox box;
  std::string all;
  for (int i = 0; i < 200; ++i) {
    const auto frame = text(std::string(static_cast<std::size_t>(i * 37 % 1000), static_cast<char>('a' + i % 26)));
    all += bytes_of(frame);
    box.push(frame);
  }
  std::string seen;
  int blocked = 0;
  for (auto outcome = outbox::outcome::blocked; outcome != outbox::outcome::all_sent && blocked < 10'000;) {
    outcome = box.write_to(sockets.writer);
    blocked += outcome == outbox::outcome::blocked ? 1 : 0;
    seen += sockets.read_all();
    EXPECT_EQ(box.bytes(), all.size() - seen.size());
  }
  EXPECT_GT(blocked, 1);
  EXPECT_EQ(seen, all);
}

TEST(outbox, takes_a_frame_that_was_sent_in_part) {
  socket_pair sockets;
  for (std::size_t sent = 0; sent <= 6; ++sent) {
    outbox box;
    const auto frame = text("abcd");
    box.push(frame, sent);
    box.push(text("next"));
    EXPECT_EQ(box.bytes(), 12 - sent);
    EXPECT_EQ(box.write_to(sockets.writer), outbox::outcome::all_sent);
    EXPECT_EQ(sockets.read_all(), bytes_of(frame).substr(sent) + bytes_of(text("next")));
  }
}

TEST(outbox, says_when_the_other_side_has_gone) {
  socket_pair sockets;
  sockets.close_reader();
  outbox box;
  box.push(text("a"));
  EXPECT_EQ(box.write_to(sockets.writer), outbox::outcome::broken);
  EXPECT_LT(write_frame(sockets.writer, text("a")), 0);
}

TEST(write_frame, writes_head_and_payload_at_once) {
  socket_pair sockets;
  const auto frame = text("hello");
  EXPECT_EQ(write_frame(sockets.writer, frame), 7);
  EXPECT_EQ(sockets.read_all(), "\x81\x05hello");
  const auto large = text(std::string(1'000'000, 'x'));
  const auto sent = write_frame(sockets.writer, large);
  EXPECT_GT(sent, 0);
  EXPECT_LT(sent, 1'000'000);
  EXPECT_EQ(write_frame(sockets.writer, large), 0);  // full
}

}  // namespace
}  // namespace lamina::websocket
