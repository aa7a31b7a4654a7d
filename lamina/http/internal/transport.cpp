#include "lamina/http/internal/transport.h"

#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "lamina/base/keep_small.h"

namespace lamina::http {
namespace {

using boost::system::error_code;

constexpr std::size_t kept_output = 64 * 1024;

error_code failure_of(io_state state) {
  if (state == io_state::done) return {};
  return state == io_state::closed ? error_code(boost::asio::error::eof)
                                   : error_code(boost::asio::error::connection_reset);
}

}  // namespace

bool transport::seal(std::string& bytes) {
  if (!tls) return true;
  if (!tls->write(bytes)) return false;
  bytes.swap(tls->output());
  keep_small(tls->output(), kept_output);
  return true;
}

bool transport::send_now(std::string bytes) {
  if (!seal(bytes)) return false;
  const ssize_t sent = ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent == static_cast<ssize_t>(bytes.size());
}

void transport::shut_down() {
  if (tls) {
    tls->say_goodbye();
    send_now({});
  }
  error_code ignored;
  socket.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

void transport::close(bool politely) {
  if (tls && politely && socket.is_open()) {
    tls->say_goodbye();
    send_now({});
  }
  error_code ignored;
  socket.close(ignored);
}

void transport::describe(request& message) const {
  message.remote_address = remote;
  if (!tls) return;
  message.secure = true;
  message.tls_version = tls->version();
  message.tls_cipher = tls->cipher_suite();
}

// There may be something that has come with what was read before.
void transport::read_sealed(std::span<char> room, read_handler handler) {
  const io_result got = tls->read(room);
  if (got.state == io_state::wants_read) return wait_for_sealed(room, std::move(handler));
  boost::asio::post(socket.get_executor(),
                    [got, handler = std::move(handler)]() mutable { handler(failure_of(got.state), got.bytes); });
}

void transport::wait_for_sealed(std::span<char> room, read_handler handler) {
  const auto sealed = tls->room();
  socket.async_read_some(
      boost::asio::buffer(sealed.data(), sealed.size()),
      [this, room, handler = std::move(handler)](const error_code& failure, std::size_t bytes) mutable {
        if (failure || !socket.is_open()) return handler(failure ? failure : boost::asio::error::operation_aborted, 0);
        tls->commit(bytes);
        const io_result got = tls->read(room);
        if (got.state == io_state::wants_read) return wait_for_sealed(room, std::move(handler));
        handler(failure_of(got.state), got.bytes);
      });
}

}  // namespace lamina::http
