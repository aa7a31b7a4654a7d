#include "lamina/gateway/listener/worker.h"

#include <optional>

#include "lamina/net/loop_threads.h"

namespace lamina::gateway {

result<std::unique_ptr<worker>> worker::make(const rest_api& api, const gateway_options& options, logger& log,
                                             net::event_loop& loop) {
  std::unique_ptr<worker> made(new worker(options, loop, log));
  std::optional<error> failure;
  net::run_on(loop, [&] {
    auto service = rest_service::make(api, options, loop, log);
    if (service)
      made->service_ = *std::move(service);
    else
      failure = service.error();
  });
  if (failure) return *std::move(failure);
  return made;
}

worker::~worker() {
  drain();
  wait();
  net::run_on(loop_, [this] {
    server_.reset();
    service_.reset();
  });
}

result<void> worker::listen(std::uint16_t port, bool shared) {
  http::server_options with = options_.listen;
  with.port = port;
  with.reuse_port = shared;
  result<void> listening;
  net::run_on(loop_, [&] {
    server_ = std::make_unique<http::server>(
        loop_, with,
        [this](const http::request& request, http::exchange reply) { service_->handle(request, std::move(reply)); },
        [this](int status) { return service_->reject(status); });
    server_->on_refusal([this](std::string_view why) { log_.error("clients are refused", {{"why", why}}); });
    listening = server_->listen();
    port_ = server_->port();
  });
  return listening;
}

void worker::drain() {
  if (std::exchange(draining_, true)) return;
  loop_.post([this] {
    if (service_) service_->on_done([this] { check_done(); });
    if (!server_) {
      server_drained_ = true;
      return check_done();
    }
    server_->drain([this] {
      server_drained_ = true;
      check_done();
    });
  });
}

// Requests whose client has gone are waited for as well: what they wait for refers to this worker.
void worker::check_done() {
  if (!server_drained_ || (service_ && service_->under_way() != 0) || std::exchange(told_, true)) return;
  loop_.post([this] { done_.set_value(); });
}

void worker::wait() { is_done_.wait(); }

}  // namespace lamina::gateway
