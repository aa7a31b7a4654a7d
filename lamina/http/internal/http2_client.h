#pragma once

#include <nghttp2/nghttp2.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/http/internal/loopback_socket.h"

namespace lamina::http {

struct http2_frame {
  std::size_t length = 0;
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::int32_t stream = 0;
  std::string payload{};

  // The number of 32 bits at that place of the payload.
  std::uint32_t number(std::size_t at) const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < 4; ++i) sum = sum << 8 | static_cast<unsigned char>(payload.at(at + i));
    return sum;
  }
};

// For tests: HTTP/2 frame by frame, so that every rule can be broken; only HPACK is nghttp2's. Blocks; every wait ends
// with an exception.
class http2_client {
 public:
  using fields = std::vector<std::pair<std::string, std::string>>;
  struct response {
    fields head{};
    std::string body{};
    std::vector<int> interim{};            // statuses
    std::optional<std::uint32_t> reset{};  // the code of a RST_STREAM instead of, or after, the answer
    std::string header(std::string_view name) const {
      for (const auto& [key, value] : head)
        if (key == name) return value;
      return {};
    }
    int status() const { return head.empty() ? 0 : std::stoi(header(":status")); }
  };

  explicit http2_client(std::uint16_t port) : descriptor_(connect_to_loopback(port)) {
    send_ = [this](std::string_view bytes) {
      while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error("http2_client: cannot send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
    };
    read_ = [this] {
      std::array<char, 16 * 1024> bytes;
      const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
      if (got < 0 && errno == EAGAIN) throw std::runtime_error("http2_client: nothing came");
      return std::string(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    };
    nghttp2_hd_deflate_new(&deflater_, 4096);
    nghttp2_hd_inflate_new(&inflater_);
  }
  // Over something else.
  http2_client(std::function<void(std::string_view)> send, std::function<std::string()> read)
      : send_(std::move(send)), read_(std::move(read)) {
    nghttp2_hd_deflate_new(&deflater_, 4096);
    nghttp2_hd_inflate_new(&inflater_);
  }
  ~http2_client() {
    if (descriptor_ >= 0) ::close(descriptor_);
    nghttp2_hd_deflate_del(deflater_);
    nghttp2_hd_inflate_del(inflater_);
  }
  http2_client(const http2_client&) = delete;
  http2_client& operator=(const http2_client&) = delete;

  static std::string number(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
  }
  static std::string setting(std::uint16_t id, std::uint32_t value) {
    return std::string{static_cast<char>(id >> 8), static_cast<char>(id)} + number(value);
  }
  static std::string frame(std::uint8_t type, std::uint8_t flags, std::int32_t stream, std::string_view payload) {
    std::string bytes = number(static_cast<std::uint32_t>(payload.size())).substr(1);
    bytes += static_cast<char>(type);
    bytes += static_cast<char>(flags);
    bytes += number(static_cast<std::uint32_t>(stream));
    return bytes.append(payload);
  }
  std::string block(const fields& head) {
    std::vector<nghttp2_nv> pairs;
    const auto bytes = [](const std::string& text) {
      return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    for (const auto& [name, value] : head)
      pairs.push_back({bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    std::string out(nghttp2_hd_deflate_bound(deflater_, pairs.data(), pairs.size()), '\0');
    const ssize_t size = nghttp2_hd_deflate_hd(deflater_, reinterpret_cast<std::uint8_t*>(out.data()), out.size(),
                                               pairs.data(), pairs.size());
    out.resize(static_cast<std::size_t>(size));
    return out;
  }
  static fields get(const std::string& path = "/a", const std::string& method = "GET") {
    return {{":method", method}, {":scheme", "http"}, {":path", path}, {":authority", "localhost"}};
  }

  void send(std::string_view bytes) { send_(bytes); }
  void send_frame(std::uint8_t type, std::uint8_t flags, std::int32_t stream, std::string_view payload = {}) {
    send(frame(type, flags, stream, payload));
  }
  void say_hello(std::string_view settings = {}) {
    send(std::string(NGHTTP2_CLIENT_MAGIC) + frame(NGHTTP2_SETTINGS, 0, 0, settings));
  }
  void send_head(std::int32_t stream, const fields& head, bool is_last = true) {
    send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | (is_last ? NGHTTP2_FLAG_END_STREAM : 0), stream,
               block(head));
  }
  void send_data(std::int32_t stream, std::string_view bytes, bool is_last = true) {
    send_frame(NGHTTP2_DATA, is_last ? NGHTTP2_FLAG_END_STREAM : 0, stream, bytes);
  }

  // The next frame; nothing at the end of the connection.
  std::optional<http2_frame> next() {
    if (!fill(9)) return std::nullopt;
    http2_frame got;
    const auto byte = [this](std::size_t at) { return static_cast<std::uint8_t>(unread_[at]); };
    got.length = static_cast<std::size_t>(byte(0)) << 16 | static_cast<std::size_t>(byte(1)) << 8 | byte(2);
    got.type = byte(3);
    got.flags = byte(4);
    got.stream = (byte(5) & 0x7f) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8);
    if (!fill(9 + got.length)) return std::nullopt;
    got.payload = unread_.substr(9, got.length);
    unread_.erase(0, 9 + got.length);
    return got;
  }
  // The next of that kind, others being looked at on the way.
  std::optional<http2_frame> next(std::uint8_t type) {
    for (;;) {
      auto got = next();
      if (!got || got->type == type) return got;
      take(*got);
    }
  }
  // Until the stream ends.
  response read_response(std::int32_t stream) {
    for (;;) {
      if (const auto done = ended_.find(stream); done != ended_.end()) {
        ended_.erase(done);
        return std::move(responses_[stream]);
      }
      const auto got = next();
      if (!got) throw std::runtime_error("http2_client: the end came before the answer");
      take(*got);
    }
  }
  // Reads to the end of the connection: the code of its last GOAWAY, if there was one.
  std::optional<std::uint32_t> read_goaway() {
    while (const auto got = next()) take(*got);
    return goaway_;
  }

  bool gives_windows = true;      // as it reads data
  bool acknowledges = true;       // settings and pings
  std::int32_t last_stream = -1;  // of the last GOAWAY
  void shutdown_sending() { ::shutdown(descriptor_, SHUT_WR); }
  // A head of HTTP/1.
  std::string read_head() {
    while (unread_.find("\r\n\r\n") == unread_.npos)
      if (!fill(unread_.size() + 1)) break;
    std::string head = unread_.substr(0, unread_.find("\r\n\r\n") + 4);
    unread_.erase(0, head.size());
    return head;
  }

 private:
  bool fill(std::size_t size) {
    while (unread_.size() < size) {
      const std::string more = read_();
      if (more.empty()) return false;
      unread_ += more;
    }
    return true;
  }

  // To a server that may have gone.
  void answer(std::uint8_t type, std::uint8_t flags, std::int32_t stream, std::string_view payload) {
    try {
      send_frame(type, flags, stream, payload);
    } catch (const std::runtime_error&) {
    }
  }

  void take(const http2_frame& got) {
    response& one = responses_[got.stream];
    const bool is_question = got.type == NGHTTP2_SETTINGS || got.type == NGHTTP2_PING;
    if (is_question && (got.flags & NGHTTP2_FLAG_ACK) == 0 && acknowledges)
      answer(got.type, NGHTTP2_FLAG_ACK, 0, got.type == NGHTTP2_PING ? got.payload : std::string());
    if (got.type == NGHTTP2_HEADERS) {
      const fields head = inflated(got.payload);
      if (head.at(0).second.starts_with('1'))
        one.interim.push_back(std::stoi(head[0].second));
      else
        one.head = head;
    }
    if (got.type == NGHTTP2_DATA) {
      one.body += got.payload;
      if (gives_windows && !got.payload.empty()) {
        answer(NGHTTP2_WINDOW_UPDATE, 0, 0, number(static_cast<std::uint32_t>(got.length)));
        if ((got.flags & NGHTTP2_FLAG_END_STREAM) == 0)
          answer(NGHTTP2_WINDOW_UPDATE, 0, got.stream, number(static_cast<std::uint32_t>(got.length)));
      }
    }
    if (got.type == NGHTTP2_RST_STREAM) one.reset = got.number(0);
    const bool may_end = got.type == NGHTTP2_HEADERS || got.type == NGHTTP2_DATA;
    if (got.type == NGHTTP2_RST_STREAM || (may_end && (got.flags & NGHTTP2_FLAG_END_STREAM) != 0))
      ended_[got.stream] = true;
    if (got.type == NGHTTP2_GOAWAY) {
      last_stream = static_cast<std::int32_t>(got.number(0));
      goaway_ = got.number(4);
    }
  }

  fields inflated(std::string_view bytes) {
    fields head;
    const auto* at = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t left = bytes.size();
    for (;;) {
      nghttp2_nv pair{};
      int flags = 0;
      const ssize_t used = nghttp2_hd_inflate_hd2(inflater_, &pair, &flags, at, left, 1);
      if (used < 0) throw std::runtime_error("http2_client: no header block");
      at += used;
      left -= static_cast<std::size_t>(used);
      if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0)
        head.emplace_back(std::string(reinterpret_cast<char*>(pair.name), pair.namelen),
                          std::string(reinterpret_cast<char*>(pair.value), pair.valuelen));
      if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    }
    nghttp2_hd_inflate_end_headers(inflater_);
    return head;
  }

  int descriptor_ = -1;
  std::function<void(std::string_view)> send_;
  std::function<std::string()> read_;
  nghttp2_hd_deflater* deflater_ = nullptr;
  nghttp2_hd_inflater* inflater_ = nullptr;
  std::string unread_;
  std::map<std::int32_t, response> responses_;
  std::map<std::int32_t, bool> ended_;
  std::optional<std::uint32_t> goaway_;
};

}  // namespace lamina::http
