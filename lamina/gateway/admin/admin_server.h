#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "lamina/base/result.h"
#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/net/loop_threads.h"

namespace lamina::gateway {

struct admin_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::string version{};   // for lamina_build_info
};

// How far a gateway is.
enum class readiness : std::uint8_t { starting, ready, draining };

// What operators and their machines ask a gateway, on a listener of its own:
//   GET /metrics  Prometheus' text format
//   GET /healthz  200 {"status":"ok"} while every event loop answers within a second; else 503, with the reasons
//   GET /readyz   200 {"status":"ready"}; 503 {"status":"starting" or "draining","reasons":[...]}
// Anything else is 404 {"message":"Not Found"}.
//
// It lives on the first of the loops. Whoever asks too often gets no more of it: scrapes that come at once share one
// collection, there are ten in a second at most (others wait for the next: never stale, a tenth of a second late), and
// there is a limit to the connections.
class admin_server {
 public:
  // `threads` must outlive it; the loops of the metrics must be among them.
  admin_server(net::loop_threads& threads, admin_options options, std::shared_ptr<gateway_metrics> metrics);
  ~admin_server();

  // The error names host and port. By the thread that made it, none of the loops'; so for the destructor.
  result<void> listen();
  std::uint16_t port() const noexcept;
  // "http://127.0.0.1:9100"
  std::string url() const;

  // At first it is starting. Any thread.
  void tell(readiness now) noexcept;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::gateway
