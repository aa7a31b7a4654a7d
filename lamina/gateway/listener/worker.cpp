#include "lamina/gateway/listener/worker.h"

namespace lamina::gateway {

result<std::unique_ptr<worker>> worker::make(const rest_api& api, const gateway_options& options, logger& log) {
  std::unique_ptr<worker> made(new worker(options));
  auto service = rest_service::make(api, options, made->loop_, log);
  if (!service) return service.error();
  made->service_ = *std::move(service);
  return made;
}

worker::~worker() { wait(); }

result<void> worker::listen(std::uint16_t port) {
  http::server_options with = options_.listen;
  with.port = port;
  with.reuse_port = options_.loops > 1;
  server_ = std::make_unique<http::server>(
      loop_, with,
      [this](const http::request& request, http::exchange reply) { service_->handle(request, std::move(reply)); },
      [this](int status) { return service_->reject(status); });
  return server_->listen();
}

void worker::start() {
  thread_ = std::thread([this] { loop_.run(); });
}

void worker::drain() {
  loop_.post([this] {
    service_->on_done([this] { stop_when_done(); });
    server_->drain([this] {
      server_drained_ = true;
      stop_when_done();
    });
  });
}

// Requests whose client has gone are waited for as well: what they wait for refers to this loop.
void worker::stop_when_done() {
  if (server_drained_ && service_->under_way() == 0) loop_.post([this] { loop_.stop(); });
}

void worker::wait() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace lamina::gateway
