#include "lamina/gateway/gateway.h"

#include <utility>

#include "lamina/gateway/listener/worker.h"
#include "lamina/gateway/rest_api.h"

namespace lamina::gateway {

// Destroyed in reverse: the workers go first, when no request is under way any more.
struct gateway::state {
  gateway_options options;
  function_map functions;
  rest_api api;
  std::vector<std::unique_ptr<worker>> workers;
};

gateway::gateway(std::unique_ptr<state> ready) : state_(std::move(ready)) {}
gateway::~gateway() { stop(); }

result<std::unique_ptr<gateway>> gateway::make(const config::service& service, function_map functions,
                                               gateway_options options, logger& log, net::loop_threads& threads) {
  auto api = make_rest_api(service, functions, options);
  if (!api) return api.error();
  auto ready = std::make_unique<state>(state{std::move(options), std::move(functions), *std::move(api), {}});
  for (std::size_t i = 0; i < threads.size(); ++i) {
    auto one = worker::make(ready->api, ready->options, log, threads[i]);
    if (!one) return one.error();
    ready->workers.push_back(*std::move(one));
  }
  return std::unique_ptr<gateway>(new gateway(std::move(ready)));
}

const std::vector<std::string>& gateway::notes() const noexcept { return state_->api.notes; }

result<void> gateway::start() {
  std::uint16_t port = state_->options.listen.port;
  for (const auto& one : state_->workers) {
    if (auto listening = one->listen(port, state_->workers.size() > 1); !listening) return listening;
    port = one->port();
  }
  state_->options.listen.port = port;
  return {};
}

std::uint16_t gateway::port() const noexcept { return state_->options.listen.port; }

std::string gateway::url() const {
  const std::string& host = state_->options.listen.host;
  return "http://" + (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port()) +
         "/" + state_->api.stage.stage;
}

void gateway::stop() {
  for (const auto& one : state_->workers) one->drain();
  for (const auto& one : state_->workers) one->wait();
}

}  // namespace lamina::gateway
