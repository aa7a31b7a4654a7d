#include "lamina/gateway/listener/worker.h"

#include <utility>

#include "lamina/net/loop_threads.h"

namespace lamina::gateway {

result<std::unique_ptr<worker>> worker::make(const served_apis& apis, const gateway_options& options, logger& log,
                                             net::event_loop& loop, std::uint8_t index) {
  std::unique_ptr<worker> one(new worker(options, loop, log));
  result<void> made;
  net::run_on(loop, [&] { made = one->make_services(apis, index); });
  if (!made) return made.error();
  return one;
}

result<void> worker::make_services(const served_apis& apis, std::uint8_t index) {
  if (apis.rest) {
    auto rest = rest_service::make(*apis.rest, options_, loop_, log_);
    if (!rest) return rest.error();
    rest_ = *std::move(rest);
  }
  if (apis.http) {
    auto http = http_service::make(*apis.http, options_, loop_, log_);
    if (!http) return http.error();
    http_ = *std::move(http);
  }
  if (apis.websocket) {
    const bool is_alone = !apis.http && apis.rest->routes.empty();
    websocket_ = std::make_unique<websocket_service>(*apis.websocket, is_alone, options_, loop_, index, log_);
  }
  if (apis.urls) {
    auto urls = url_service::make(*apis.urls, options_, loop_, log_);
    if (!urls) return urls.error();
    urls_ = *std::move(urls);
  }
  invoke_ = std::make_unique<invoke_service>(apis.invoke, options_, loop_, log_);
  entered_services all{rest_.get(), http_.get(), websocket_.get(), urls_.get(), invoke_.get()};
  const std::string stage = apis.rest ? apis.rest->stage.stage : std::string();
  functions_entrance_ = std::make_unique<entrance>(all, stage);
  if (!options_.lambda.on_main_port) all.invoke = nullptr;
  entrance_ = std::make_unique<entrance>(all, stage);
  if (options_.metrics) probe_ = options_.metrics->add_probe(loop_, [this](gateway_figures& to) { add_figures(to); });
  return {};
}

void worker::add_figures(gateway_figures& to) const {
  for (const http::server* one : servers()) to.http_connections += one->connections();
  if (websocket_) to.websockets += websocket_->connections();
}

worker::~worker() {
  drain();
  wait();
  net::run_on(loop_, [this] {
    if (options_.metrics) options_.metrics->remove_probe(probe_);
    url_servers_.clear();
    lambda_server_.reset();
    functions_server_.reset();
    websocket_server_.reset();
    server_.reset();
    functions_entrance_.reset();
    entrance_.reset();
    urls_.reset();
    invoke_.reset();
    websocket_.reset();
    http_.reset();
    rest_.reset();
  });
}

void worker::introduce(const std::vector<std::unique_ptr<worker>>& all) {
  std::vector<websocket_service*> services;
  for (const auto& one : all)
    if (one->websocket_) services.push_back(one->websocket_.get());
  for (const auto& one : all)
    if (one->websocket_) net::run_on(one->loop_, [&] { one->websocket_->meet(services); });
}

std::unique_ptr<http::server> worker::make_server(http::server_options with, bool shared,
                                                  http::server::handler handle) {
  with.reuse_port = shared;
  auto made = std::make_unique<http::server>(
      loop_, with, std::move(handle),
      [this](int status, std::string_view client) { return entrance_->reject(status, client); });
  made->on_refusal([this](std::string_view why) { log_.error("clients are refused", {{"why", why}}); });
  return made;
}

result<void> worker::bind(const served_ports& ports, bool shared) {
  result<void> bound;
  ports_ = ports;
  net::run_on(loop_, [&] {
    http::server_options with = options_.listen;
    with.port = ports.http;
    server_ = make_server(with, shared, entrance_->handler());
    bound = server_->bind();
    ports_.http = server_->port();
    if (bound && ports.websocket && websocket_) {
      with.port = *ports.websocket;
      websocket_server_ = make_server(with, shared, [this](const http::request& request, http::exchange reply) {
        websocket_->handle(request, std::move(reply));
      });
      bound = websocket_server_->bind();
      ports_.websocket = websocket_server_->port();
    }
    if (bound && ports.functions) bound = bind_functions_port(shared);
    if (bound) bound = bind_url_ports(shared);
    if (bound && ports.lambda) bound = bind_lambda_port(shared);
  });
  return bound;
}

result<void> worker::bind_functions_port(bool shared) {
  http::server_options with = options_.listen;
  with.host = "127.0.0.1";
  with.port = *ports_.functions;
  with.tls = nullptr;
  functions_server_ = make_server(with, shared, functions_entrance_->handler());
  auto bound = functions_server_->bind();
  ports_.functions = functions_server_->port();
  return bound;
}

result<void> worker::bind_lambda_port(bool shared) {
  http::server_options with = options_.listen;
  with.host = "127.0.0.1";
  with.port = *ports_.lambda;
  with.tls = nullptr;
  lambda_server_ = make_server(with, shared, [this](const http::request& request, http::exchange reply) {
    invoke_->handle(request, std::move(reply));
  });
  auto bound = lambda_server_->bind();
  ports_.lambda = lambda_server_->port();
  return bound;
}

result<void> worker::bind_url_ports(bool shared) {
  for (std::size_t i = 0; i < ports_.urls.size(); ++i) {
    if (!ports_.urls[i]) continue;
    http::server_options with = options_.listen;
    with.port = *ports_.urls[i];
    url_servers_.push_back(make_server(with, shared, [this, i](const http::request& request, http::exchange reply) {
      urls_->handle(i, request, std::move(reply));
    }));
    if (auto bound = url_servers_.back()->bind(); !bound) return bound;
    ports_.urls[i] = url_servers_.back()->port();
  }
  return {};
}

std::vector<http::server*> worker::servers() const {
  std::vector<http::server*> all;
  for (http::server* one : {server_.get(), websocket_server_.get(), functions_server_.get(), lambda_server_.get()})
    if (one != nullptr) all.push_back(one);
  for (const auto& one : url_servers_) all.push_back(one.get());
  return all;
}

result<void> worker::listen() {
  result<void> listening;
  net::run_on(loop_, [&] {
    for (http::server* one : servers())
      if (listening) listening = one->listen();
  });
  return listening;
}

void worker::drain() {
  if (std::exchange(draining_, true)) return;
  loop_.post([this] {
    if (!websocket_) return drain_servers();
    websocket_->on_done([this] {
      if (websocket_->under_way() == 0) drain_servers();
    });
    websocket_->drain();
    if (websocket_->under_way() == 0) drain_servers();
  });
}

// Once; from then on, what is done may have been the last.
void worker::drain_servers() {
  if (std::exchange(has_drained_, true)) return check_done();
  if (rest_) rest_->on_done([this] { check_done(); });
  if (http_) http_->on_done([this] { check_done(); });
  if (urls_) urls_->on_done([this] { check_done(); });
  invoke_->on_done([this] { check_done(); });
  for (http::server* one : servers()) {
    ++open_servers_;
    one->drain([this] {
      --open_servers_;
      check_done();
    });
  }
  check_done();
}

// Requests whose client has gone are waited for as well: what they wait for refers to this worker.
void worker::check_done() {
  const auto is_busy = [](const auto& service) { return service && service->under_way() != 0; };
  if (open_servers_ != 0 || is_busy(rest_) || is_busy(http_) || is_busy(websocket_) || is_busy(urls_)) return;
  if (is_busy(invoke_)) return;
  if (std::exchange(told_, true)) return;
  loop_.post([this] { done_.set_value(); });
}

void worker::wait() { is_done_.wait(); }

}  // namespace lamina::gateway
