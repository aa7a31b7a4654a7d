#pragma once

#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <memory>
#include <string>

#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/transport.h"

namespace lamina::http {

// A connection with TLS that has stopped being HTTP: what it says goes through a pair of sockets, whose other end is
// somebody else's, and back. Each end's "no more" is passed on. Nothing is kept but one piece each way: who does not
// read makes the other wait.
class tls_relay final : public served_client, public std::enable_shared_from_this<tls_relay> {
 public:
  using pair_socket = boost::asio::basic_stream_socket<boost::asio::local::stream_protocol, server::impl::executor>;

  // The other end, not blocking and close-on-exec; -1 when there can be none.
  static int start(std::shared_ptr<server::impl> owner, transport over);

  tls_relay(std::shared_ptr<server::impl> owner, transport over, int descriptor);
  ~tls_relay();

  void check_time(steady_time now) override;
  void drain() override {}  // it ends when the other end does
  void close() override;

 private:
  void from_client();
  void to_owner(std::size_t bytes);
  void from_owner();
  void to_client();
  void end_of_owner();

  std::shared_ptr<server::impl> owner_;
  transport over_;
  pair_socket inner_;
  std::array<char, 16 * 1024> came_;  // from the client
  std::string goes_;                  // to the client, sealed
  steady_time deadline_ = steady_time::max();
  bool is_writing_ = false;    // to the client
  bool owner_left_ = false;    // it takes nothing more
  bool client_ended_ = false;  // nothing more comes
  bool owner_ended_ = false;
  bool is_closed_ = false;
};

}  // namespace lamina::http
