#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "lamina/base/function.h"
#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/tls_channel.h"

namespace lamina::http {

// The socket of one client, with TLS over it or without. Moves from the handshake to the connection, and on to what the
// connection becomes. A read that waits must be of an object that lives as long as its handler.
struct transport {
  using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, server::impl::executor>;
  using read_handler = move_only_function<void(const boost::system::error_code&, std::size_t)>;

  // What the client says, into `room`, which must stay where it is. Never calls the handler at once.
  template <class Handler>
  void read(std::span<char> room, Handler handler) {
    if (!tls) return socket.async_read_some(boost::asio::buffer(room.data(), room.size()), std::move(handler));
    read_sealed(room, std::move(handler));
  }

  // Makes of `bytes` what goes to the socket. False: the connection can only be closed.
  bool seal(std::string& bytes);
  // Sends a few bytes that nothing waits for. False when the socket does not take them.
  bool send_now(std::string bytes);
  // Nothing more comes from this side.
  void shut_down();
  // `politely`: unless a part of an answer is still to be sent.
  void close(bool politely);

  // Who sent the request, and over what.
  void describe(request& message) const;

  socket_type socket;
  std::string remote{};
  std::unique_ptr<tls_channel> tls{};

 private:
  void read_sealed(std::span<char> room, read_handler handler);
  void wait_for_sealed(std::span<char> room, read_handler handler);
};

}  // namespace lamina::http
