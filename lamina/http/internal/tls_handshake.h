#pragma once

#include <memory>

#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/transport.h"

namespace lamina::http {

// A client that has connected to a server with TLS: becomes a connection of the protocol that was agreed on.
class tls_handshake final : public served_client, public std::enable_shared_from_this<tls_handshake> {
 public:
  tls_handshake(std::shared_ptr<server::impl> owner, transport over);
  ~tls_handshake();

  void start();

  void check_time(steady_time now) override;
  void drain() override;
  void close() override;

 private:
  void step();
  void read();
  void become_connection();
  void refuse_cleartext();

  std::shared_ptr<server::impl> owner_;
  transport over_;
  steady_time deadline_ = steady_time::max();
  bool has_begun_ = false;  // the client has sent something
  bool is_over_ = false;
};

}  // namespace lamina::http
