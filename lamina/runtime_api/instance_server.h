#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/net/event_loop.h"

namespace lamina::runtime_api {

// One event on its way to an instance. Views are good during deliver().
struct delivery {
  std::string_view event{};  // JSON text, handed on byte for byte
  std::string_view request_id{};
  system_time deadline{};
  std::string_view function_arn{};
  std::string_view trace_id{};        // empty: no header
  std::string_view client_context{};  // JSON text; empty: no header
};

enum class report_kind {
  response,    // body is what the handler returned
  error,       // the handler failed; body is the runtime's error document
  init_error,  // the same, before the first poll
  too_large,   // it returned more than max_response_bytes; no body
};

// What an instance said. Views are good during the call.
struct report {
  report_kind kind = report_kind::response;
  std::string_view body{};
  std::string_view error_type{};    // Lambda-Runtime-Function-Error-Type
  std::string_view content_type{};  // of the body
  bool is_streamed = false;         // Lambda-Runtime-Function-Response-Mode: streaming
};

// Who drives an instance. Called on the loop's thread; must not destroy the server inside a call.
class instance_listener {
 public:
  virtual void on_poll() = 0;       // `next` is open: deliver() may be called, now or later
  virtual void on_poll_lost() = 0;  // ... and no more: the client went away with nothing delivered
  virtual void on_report(const report& what) = 0;

 protected:
  ~instance_listener() = default;
};

// The Runtime API as one function process sees it, on a loopback port of its own (runtimes send nothing that would tell
// them apart). It holds the order of calls: next, then one response or error for that very request, then next again.
// What is out of order is refused with the status and body of AWS (403 InvalidStateTransition, 400 InvalidRequestID,
// 413 RequestEntityTooLarge) and changes nothing; on_report comes at most once for a delivery.
//
// A second `next` while one is open takes its place. All calls on the loop's thread; the loop outlives the server.
class instance_server {
 public:
  instance_server(net::event_loop& loop, instance_listener& listener);
  ~instance_server();

  result<void> listen();
  std::uint16_t port() const noexcept;

  bool is_polled() const noexcept;
  // Answers the open poll; undefined without one.
  void deliver(const delivery& what);

  // Sends what waits for the next event. Before the process is asked to end, which it does once it has that.
  void flush();
  // For when the process is dead: reads what it has sent, if a request is still arriving, then calls `drained`. Takes
  // no new connections.
  void drain(move_only_function<void()> drained);

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::runtime_api
