#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/base/scheduler.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::websocket {

// Defaults are the quotas of Amazon API Gateway's WebSocket APIs.
struct session_limits {
  std::size_t max_frame_bytes = 32 * 1024;     // payload of a frame that comes in; beyond: close 1009
  std::size_t max_message_bytes = 128 * 1024;  // all its frames together; beyond: close 1009
  std::size_t max_unsent_bytes = 1024 * 1024;  // for a client that does not read; beyond: dropped
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(10);  // no activity: close 1001
  std::chrono::milliseconds total_timeout = std::chrono::hours(2);    // since it was opened: close 1001
  std::chrono::milliseconds close_timeout = std::chrono::seconds(5);  // for the client's half of the closing handshake
  bool binary_messages = false;                                       // false: close 1003
};

// How a connection ended: by the close frame that was sent first, from either side.
struct closure {
  std::uint16_t code = 1006;     // 1005: the client's close frame had none; 1006: no close frame at all
  std::string_view reason = {};  // the text of that frame
  bool by_client = false;        // it was the client that closed or went away
};

class session;

// What a session tells its owner, on the loop's thread. May call the session, not destroy it, inside these calls.
class session_owner {
 public:
  virtual ~session_owner() = default;
  // One whole message; text is valid UTF-8. The view is good during the call.
  virtual void on_message(session& from, std::string_view payload, bool is_binary) = 0;
  // The last call, exactly once for every session that was opened, unless the session is destroyed before. Never inside
  // send(), close() or drop().
  virtual void on_close(session& from, const closure& how) = 0;
};

// One WebSocket connection after its handshake, on the loop's thread. Answers pings and the closing handshake by
// itself; a frame that breaks the protocol ends it with 1002, text that is not UTF-8 with 1007. No extensions.
//
// A client's ping counts as activity, as a message of either side does; pongs and our pings do not. What Amazon API
// Gateway makes of pings is not documented; a client that pings means to keep its connection.
//
// Costs some 300 bytes while idle; buffers exist only while a message or frame is incomplete or unsent. May be
// destroyed at any time except inside its owner's calls; one that is still open is reset then, without on_close.
class session {
 public:
  virtual ~session() = default;

  // Queues one text message, which is UTF-8 (not checked: a client refuses other text); false when the session is
  // closing or its client has not read max_unsent_bytes, which drops it. The message is shared, not copied, so that a
  // broadcast keeps it once (the frame's head is written apart).
  virtual bool send(std::shared_ptr<const std::string> text) = 0;
  virtual void ping(std::string_view payload) = 0;
  // Sends a close frame after what is queued; then waits for the client's. No message is delivered any more. Later
  // calls do nothing.
  virtual void close(std::uint16_t code, std::string_view reason = {}) = 0;
  // Closes the socket at once, with a reset.
  virtual void drop() = 0;
  // Stops and resumes reading: pressure on a client that sends faster than its messages are handled. Nothing is
  // delivered until resume() has returned; pings wait, too.
  virtual void pause() = 0;
  virtual void resume() = 0;

  virtual system_time opened_at() const noexcept = 0;
  virtual system_time last_active_at() const noexcept = 0;
  virtual std::size_t unsent_bytes() const noexcept = 0;
};

// The sessions of one loop. They share its read buffer, and one timer for all their time limits. Lives on the loop,
// like its sessions, which must be gone first.
class session_set {
 public:
  session_set(net::event_loop& loop, session_limits limits);
  ~session_set();

  // Takes the socket of an exchange whose request was a good handshake, and sends `greeting` first: the answer 101.
  // Null when the client has gone. `owner` must outlive the session. Nothing is delivered before this call has
  // returned.
  std::unique_ptr<session> open(http::detached_socket socket, std::string greeting, session_owner& owner);

  std::size_t size() const noexcept;  // sessions that exist, closed ones too
  const session_limits& limits() const noexcept;

  struct state;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace lamina::websocket
