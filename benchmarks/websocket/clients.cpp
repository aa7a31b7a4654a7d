#include "clients.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::size_t connections_per_address = 20'000;
constexpr std::size_t handshakes_at_once = 128;

sockaddr_in address_of(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) throw std::runtime_error("no address: " + host);
  return address;
}

// RFC 6455, 5.2: a server's frame without mask.
struct frame {
  std::size_t head = 0;  // 0: not even the head is there
  std::size_t size = 0;
  bool is_text = false;
};

frame read_head(std::string_view input) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  if (input.size() < 2) return {};
  std::size_t size = byte(1) & 0x7F;
  const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (input.size() < 2 + extra) return {};
  if (extra != 0) size = 0;
  for (std::size_t i = 0; i < extra; ++i) size = size << 8 | byte(2 + i);
  return {2 + extra, size, (byte(0) & 0x0F) == 1};
}

}  // namespace

target parse_target(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::size_t slash = std::min(text.find('/'), text.size());
  if (colon > slash) throw std::runtime_error("expected ADDRESS:PORT/PATH instead of " + text);
  const int port = std::stoi(text.substr(colon + 1, slash - colon - 1));
  return {text.substr(0, colon), static_cast<std::uint16_t>(port), slash == text.size() ? "/" : text.substr(slash)};
}

std::string text_frame(std::string_view payload) {
  constexpr std::string_view mask = "\x12\x34\x56\x78";
  std::string out("\x81");
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    if (payload.size() > 0xFFFF) throw std::runtime_error("the messages of clients have up to 65535 bytes");
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xFF);
  }
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

clients::clients(target to, std::size_t count)
    : to_(std::move(to)), all_(count), epoll_(::epoll_create1(EPOLL_CLOEXEC)), buffer_(256 * 1024, '\0') {}

clients::~clients() {
  for (auto& one : all_) {
    if (one.descriptor >= 0) ::close(one.descriptor);
  }
  ::close(epoll_);
}

void clients::open(std::chrono::seconds patience) {
  const auto latest = steady::now() + patience;
  std::size_t next = 0;
  const auto is_time_for_more = [&] { return next < all_.size() && pending_ < handshakes_at_once; };
  while (open_ + lost_ < all_.size() && steady::now() < latest) {
    while (is_time_for_more()) start(next++);
    run([&] { return is_time_for_more() || open_ + lost_ == all_.size(); }, latest);
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].now != state::open) lose(i);
  }
}

void clients::start(std::size_t client) {
  connection& one = all_[client];
  one.descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  one.now = state::connecting;
  ++pending_;
  if (one.descriptor < 0) return lose(client);
  const int on = 1;
  ::setsockopt(one.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // The port is chosen at connect(), which may take one that goes to another place already.
  ::setsockopt(one.descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const auto from = address_of("127.0.0." + std::to_string(1 + client / connections_per_address), 0);
  const auto to = address_of(to_.host, to_.port);
  ::bind(one.descriptor, reinterpret_cast<const sockaddr*>(&from), sizeof from);
  ::connect(one.descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  epoll_event event{.events = EPOLLIN | EPOLLOUT, .data = {.u64 = client}};
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, one.descriptor, &event);
}

void clients::lose(std::size_t client) {
  connection& one = all_[client];
  if (one.now == state::lost) return;
  if (one.now == state::open) --open_;
  if (one.now == state::connecting || one.now == state::upgrading) --pending_;
  one.now = state::lost;
  ++lost_;
  if (one.descriptor >= 0) ::close(one.descriptor);
  one.descriptor = -1;
}

void clients::stop_reading(std::size_t client) {
  if (all_[client].now != state::open) return;
  const int small = 1;  // the kernel makes it its least
  ::setsockopt(all_[client].descriptor, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, all_[client].descriptor, nullptr);
}

void clients::send(std::size_t client, std::string_view frame) {
  connection& one = all_[client];
  if (one.now == state::lost) return;
  const ssize_t sent = ::send(one.descriptor, frame.data(), frame.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(frame.size())) lose(client);
}

bool clients::run(const std::function<bool()>& done, steady::time_point latest) {
  std::array<epoll_event, 256> events;
  while (!done()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(latest - steady::now());
    if (left.count() <= 0) return false;
    const int count = ::epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(left.count()));
    for (int i = 0; i < count; ++i)
      on_ready(events[static_cast<std::size_t>(i)].data.u64, events[static_cast<std::size_t>(i)].events);
  }
  return true;
}

void clients::on_ready(std::size_t client, std::uint32_t events) {
  connection& one = all_[client];
  if (one.now == state::connecting && (events & EPOLLOUT)) {
    one.now = state::upgrading;
    epoll_event reading{.events = EPOLLIN, .data = {.u64 = client}};
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, one.descriptor, &reading);
    send(client, "GET " + to_.path + " HTTP/1.1\r\nHost: " + to_.host + ":" + std::to_string(to_.port) +
                     "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  }
  if (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) read_some(client);
}

void clients::read_some(std::size_t client) {
  connection& one = all_[client];
  if (one.now == state::lost) return;
  const ssize_t count = ::recv(one.descriptor, buffer_.data(), buffer_.size(), 0);
  if (count <= 0) return errno == EAGAIN && count < 0 ? void() : lose(client);
  const std::string_view came(buffer_.data(), static_cast<std::size_t>(count));
  if (one.unread.empty()) {
    const std::size_t used = take(client, came);
    if (used < came.size()) one.unread = came.substr(used);
  } else {
    one.unread += came;
    one.unread.erase(0, take(client, one.unread));
  }
}

std::size_t clients::take(std::size_t client, std::string_view input) {
  connection& one = all_[client];
  std::size_t used = 0;
  if (one.now == state::upgrading) {
    const std::size_t end = input.find("\r\n\r\n");
    if (end == input.npos) return 0;
    if (!input.starts_with("HTTP/1.1 101 ")) return lose(client), input.size();
    one.now = state::open;
    ++open_;
    --pending_;
    used = end + 4;
  }
  while (one.now == state::open) {
    const frame next = read_head(input.substr(used));
    if (next.head == 0 || input.size() - used < next.head + next.size) break;
    if (next.is_text) deliver_(client, input.substr(used + next.head, next.size));
    used += next.head + next.size;
  }
  return used;
}

std::string describe(std::vector<double> milliseconds) {
  if (milliseconds.empty()) return "- - -";
  std::sort(milliseconds.begin(), milliseconds.end());
  const std::size_t last = milliseconds.size() - 1;
  char text[96];
  std::snprintf(text, sizeof text, "%.3f %.3f %.3f", milliseconds[last / 2], milliseconds[last * 99 / 100],
                milliseconds[last]);
  return text;
}

}  // namespace bench
