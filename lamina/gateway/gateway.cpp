#include "lamina/gateway/gateway.h"

#include <future>
#include <string_view>
#include <utility>

#include "lamina/gateway/invoke/event_queue.h"
#include "lamina/gateway/listener/worker.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t max_loops = 256;  // a connection's id has a byte for its loop

std::string address(std::string_view scheme, std::string_view host, std::uint16_t port, std::string_view path) {
  const bool is_ipv6 = host.find(':') != std::string_view::npos;
  std::string url(scheme);
  url.append("://").append(is_ipv6 ? "[" : "").append(host).append(is_ipv6 ? "]:" : ":");
  return url.append(std::to_string(port)).append(path);
}

// A wildcard is no address to connect to.
std::string_view reachable(std::string_view host) noexcept {
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

// Of a service without httpApi events the REST API is served, even if it has no routes: it says so to everybody.
result<served_apis> make_apis(const config::service& service, const function_map& functions,
                              const gateway_options& options) {
  served_apis made{.invoke = make_invoke_api(service, functions, options)};
  auto http = make_http_api(service, functions, options);
  if (!http) return http.error();
  made.http = *std::move(http);
  auto rest = make_rest_api(service, functions, options);
  if (!rest) return rest.error();
  if (!made.http || !rest->routes.empty()) made.rest = *std::move(rest);
  if (!service.websockets.empty()) {
    auto sockets = make_websocket_api(service, functions, options);
    if (!sockets) return sockets.error();
    made.websocket = *std::move(sockets);
  }
  auto urls = make_url_api(service, functions, options);
  if (!urls) return urls.error();
  if (!urls->functions.empty()) made.urls = *std::move(urls);
  return made;
}

std::unique_ptr<event_queue> make_queue(const config::service& service, const function_map& functions,
                                        const gateway_options& options, logger& log, net::loop_threads& threads,
                                        std::vector<std::string>& notes) {
  event_targets targets = make_event_targets(service, functions, options);
  notes.insert(notes.end(), targets.notes.begin(), targets.notes.end());
  const event_queue_options with{.path = options.lambda.queue_file, .max_at_once = options.lambda.max_events_at_once};
  return std::make_unique<event_queue>(std::move(targets.all), with, threads[0], log);
}

void add_figures(const event_queue& events, gateway_figures& to) {
  const event_queue_statistics now = events.statistics();
  to.queue = std::make_unique<gateway_figures::events>(gateway_figures::events{.waiting = now.waiting,
                                                                               .accepted = now.accepted,
                                                                               .refused = now.refused,
                                                                               .succeeded = now.succeeded,
                                                                               .retried = now.retried,
                                                                               .throttled = now.throttled,
                                                                               .given_up = now.given_up});
}

void add_notes(std::vector<std::string>& notes, const served_apis& apis) {
  const auto add = [&](const auto& api) {
    if (api) notes.insert(notes.end(), api->notes.begin(), api->notes.end());
  };
  add(apis.http);
  add(apis.rest);
  add(apis.websocket);
  add(apis.urls);
}

}  // namespace

// Destroyed in reverse: the workers go first, when nothing is under way any more.
struct gateway::state {
  gateway_options options;
  function_map functions;
  std::unique_ptr<event_queue> events{};
  served_apis apis{};
  std::vector<std::string> notes{};
  std::vector<std::unique_ptr<worker>> workers{};
  served_ports ports{};
  net::event_loop* first_loop = nullptr;  // whose thread `usage` and `events` are on
  std::unique_ptr<usage_saver> usage{};   // null: there is nothing to remember
  std::uint64_t probe = 0;                // of the figures of `events`; 0: nobody counts
  bool is_bound = false, has_stopped = false;

  result<void> complete_options(const config::service& service);
  result<void> add_apis(const config::service& service, logger& log, net::loop_threads& threads);
  void choose_ports(const config::service& service);
  result<void> add_workers(logger& log, net::loop_threads& threads);
  void remember_usage(logger& log);
  void count_events();

  std::string_view scheme() const { return options.listen.tls ? "https" : "http"; }
};

result<void> gateway::state::complete_options(const config::service& service) {
  auto access_logs = choose_access_logs(service, options.access_log_format, notes);
  if (!access_logs) return access_logs.error();
  options.access_logs = *std::move(access_logs);
  if (service.account_throttle) options.account_throttle = std::make_shared<token_bucket>(*service.account_throttle);
  return {};
}

result<void> gateway::state::add_apis(const config::service& service, logger& log, net::loop_threads& threads) {
  events = make_queue(service, functions, options, log, threads, notes);
  options.queued.merge(events->functions());
  auto made = make_apis(service, functions, options);
  if (!made) return made.error();
  apis = *std::move(made);
  add_notes(notes, apis);
  if (options.metrics) options.metrics->watch(functions);
  return {};
}

void gateway::state::choose_ports(const config::service& service) {
  ports.http = options.listen.port;
  ports.lambda = options.lambda.port;
  if (apis.websocket) ports.websocket = service.websocket.port;
  if (options.listen.tls) ports.functions = 0;
  if (!apis.urls) return;
  for (const url_function& one : apis.urls->functions) ports.urls.push_back(one.port);
}

result<void> gateway::state::add_workers(logger& log, net::loop_threads& threads) {
  for (std::size_t i = 0; i < threads.size(); ++i) {
    auto one = worker::make(apis, options, log, threads[i], static_cast<std::uint8_t>(i));
    if (!one) return one.error();
    workers.push_back(*std::move(one));
  }
  worker::introduce(workers);
  return {};
}

void gateway::state::remember_usage(logger& log) {
  if (!apis.rest || !apis.rest->usage) return;
  net::run_on(*first_loop,
              [&] { usage = std::make_unique<usage_saver>(*apis.rest->plans, *apis.rest->usage, *first_loop, log); });
}

void gateway::state::count_events() {
  if (!options.metrics) return;
  probe = options.metrics->add_probe(*first_loop, [this](gateway_figures& to) { add_figures(*events, to); });
}

gateway::gateway(std::unique_ptr<state> ready) : state_(std::move(ready)) {}
gateway::~gateway() {
  stop();
  if (state_->probe != 0)
    net::run_on(*state_->first_loop, [this] { state_->options.metrics->remove_probe(state_->probe); });
}

result<std::unique_ptr<gateway>> gateway::make(const config::service& service, function_map functions,
                                               gateway_options options, logger& log, net::loop_threads& threads) {
  if (threads.size() > max_loops)
    return error("at most 256 event loops can serve, not " + std::to_string(threads.size()));
  auto ready = std::make_unique<state>(state{.options = std::move(options), .functions = std::move(functions)});
  if (auto done = ready->complete_options(service); !done) return done.error();
  if (auto done = ready->add_apis(service, log, threads); !done) return done.error();
  ready->choose_ports(service);
  if (auto done = ready->add_workers(log, threads); !done) return done.error();
  ready->first_loop = &threads[0];
  ready->remember_usage(log);
  ready->count_events();
  return std::unique_ptr<gateway>(new gateway(std::move(ready)));
}

const std::vector<std::string>& gateway::notes() const noexcept { return state_->notes; }

result<void> gateway::bind() {
  if (std::exchange(state_->is_bound, true)) return {};
  for (const auto& one : state_->workers) {
    if (auto bound = one->bind(state_->ports, state_->workers.size() > 1); !bound) return bound;
    state_->ports = one->ports();
  }
  return {};
}

result<void> gateway::start() {
  if (auto bound = bind(); !bound) return bound;
  for (const auto& one : state_->workers)
    if (auto listening = one->listen(); !listening) return listening;
  state_->events->start();
  return {};
}

std::uint16_t gateway::port() const noexcept { return state_->ports.http; }

std::uint16_t gateway::functions_port() const noexcept { return state_->ports.functions.value_or(port()); }

std::string gateway::url() const {
  const auto& rest = state_->apis.rest;
  if (!rest) return http_api_url();
  return address(state_->scheme(), state_->options.listen.host, port(), "/" + rest->stage.stage);
}

std::string gateway::http_api_url() const {
  const auto& api = state_->apis.http;
  if (!api) return "";
  return address(state_->scheme(), state_->options.listen.host, port(),
                 api->is_stage_in_path ? "/" + api->stage.stage : "");
}

std::vector<gateway::function_address> gateway::function_urls() const {
  std::vector<function_address> all;
  if (!state_->apis.urls) return all;
  const auto& functions = state_->apis.urls->functions;
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const bool has_port = state_->ports.urls[i].has_value();
    all.push_back(
        {functions[i].key, address(state_->scheme(), has_port ? state_->options.listen.host : functions[i].host,
                                   has_port ? *state_->ports.urls[i] : port(), "/")});
  }
  return all;
}

std::uint16_t gateway::websocket_port() const noexcept {
  return state_->apis.websocket ? state_->ports.websocket.value_or(state_->ports.http) : 0;
}

std::string gateway::websocket_url() const {
  if (!state_->apis.websocket) return {};
  const websocket_api& api = *state_->apis.websocket;
  const std::string& host = api.placement.host.empty() ? state_->options.listen.host : api.placement.host;
  return address(state_->options.listen.tls ? "wss" : "ws", host, websocket_port(), api.prefix);
}

std::string gateway::management_url() const {
  if (!state_->apis.websocket) return {};
  const std::string& prefix = state_->apis.websocket->prefix;
  if (state_->ports.functions) return address("http", "127.0.0.1", *state_->ports.functions, prefix);
  return address("http", reachable(state_->options.listen.host), websocket_port(), prefix);
}

std::string gateway::invoke_url() const {
  const served_ports& ports = state_->ports;
  const auto own = ports.lambda ? ports.lambda : ports.functions;
  if (own) return address("http", "127.0.0.1", *own, "");
  return state_->options.lambda.on_main_port ? address("http", reachable(state_->options.listen.host), port(), "") : "";
}

void gateway::stop() {
  if (std::exchange(state_->has_stopped, true)) return;
  for (const auto& one : state_->workers) one->drain();
  for (const auto& one : state_->workers) one->wait();
  if (state_->usage) net::run_on(*state_->first_loop, [this] { state_->usage.reset(); });
  std::promise<void> drained;
  state_->events->drain([&drained] { drained.set_value(); });
  drained.get_future().wait();
  state_->events->flush();
}

}  // namespace lamina::gateway
