#pragma once

#include <cstdint>
#include <future>
#include <memory>

#include "lamina/base/log.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/rest_service.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {

// The gateway's part on one loop: a listener, the connections it accepted, and all that serves them. Nothing is shared
// with other workers but the route table, which never changes. Used by one thread that is not the loop's; what it has
// lives on the loop.
class worker {
 public:
  // The loop runs already. All arguments must outlive the worker.
  static result<std::unique_ptr<worker>> make(const rest_api& api, const gateway_options& options, logger& log,
                                              net::event_loop& loop);
  ~worker();  // drains, waits

  // Binds and begins to serve; with `shared`, other workers may have the same port.
  result<void> listen(std::uint16_t port, bool shared);
  std::uint16_t port() const noexcept { return port_; }

  // Accepts nothing more and answers what was accepted; wait() returns when that is done. Once; later calls do nothing.
  void drain();
  void wait();

 private:
  worker(const gateway_options& options, net::event_loop& loop, logger& log)
      : options_(options), loop_(loop), log_(log) {}
  void check_done();

  const gateway_options& options_;
  net::event_loop& loop_;
  logger& log_;
  std::unique_ptr<rest_service> service_;
  std::unique_ptr<http::server> server_;
  std::uint16_t port_ = 0;
  bool draining_ = false;
  bool server_drained_ = false;
  bool told_ = false;
  std::promise<void> done_;
  std::shared_future<void> is_done_ = done_.get_future();
};

}  // namespace lamina::gateway
