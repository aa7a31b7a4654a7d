#pragma once

#include <cstdint>
#include <memory>
#include <thread>

#include "lamina/base/log.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/rest_service.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {

// One thread of the gateway: an event loop, the connections it accepted, and all that serves them. Nothing is shared
// with other workers but the route table, which never changes.
class worker {
 public:
  // `api`, `options` and `log` must outlive it.
  static result<std::unique_ptr<worker>> make(const rest_api& api, const gateway_options& options, logger& log);
  ~worker();  // after wait()

  // Binds; several workers may have the same port.
  result<void> listen(std::uint16_t port);
  std::uint16_t port() const noexcept { return server_->port(); }

  void start();
  // Any thread: accepts nothing more, answers what was accepted, then ends the thread.
  void drain();
  void wait();

 private:
  worker(const gateway_options& options) : options_(options) {}
  void stop_when_done();

  const gateway_options& options_;
  net::event_loop loop_;
  std::unique_ptr<rest_service> service_;
  std::unique_ptr<http::server> server_;
  std::thread thread_;
  bool server_drained_ = false;
};

}  // namespace lamina::gateway
