#pragma once

#include <memory>
#include <string_view>

#include "lamina/http/internal/server_state.h"
#include "lamina/http/internal/transport.h"

namespace lamina::http {

// How the server begins to speak HTTP/2, without knowing what that is.
class http2_protocol {
 public:
  virtual ~http2_protocol() = default;
  // A client that has said nothing yet, but `unread`.
  virtual void start(std::shared_ptr<server::impl> owner, transport over, std::string_view unread) const = 0;
  // A client of HTTP/1.1 whose request asks for HTTP/2: takes over request and transport. False, and nothing taken,
  // when it does not ask, or not well.
  virtual bool upgrade(const std::shared_ptr<server::impl>& owner, transport& over, const request& first,
                       std::string_view unread) const = 0;
};

}  // namespace lamina::http
