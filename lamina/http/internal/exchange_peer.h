#pragma once

#include <string>

#include "lamina/http/server.h"

namespace lamina::http {

// Whom an exchange is with: a connection of HTTP/1, a stream of HTTP/2. See exchange, whose calls these are.
struct exchange::peer {
  virtual void answer(const response& message) = 0;
  virtual void answer_raw(std::string bytes, bool keep_alive, bool may_wait) = 0;
  // The exchange has gone without an answer.
  virtual void abandon() = 0;
  virtual void set_on_disconnect(move_only_function<void()> call) = 0;
  virtual detached_socket detach() = 0;
  virtual bool keeps_alive() const noexcept = 0;

 protected:
  ~peer() = default;
};

}  // namespace lamina::http
