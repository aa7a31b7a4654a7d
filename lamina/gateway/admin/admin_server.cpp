#include "lamina/gateway/admin/admin_server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

#include "lamina/gateway/metrics/metrics_text.h"
#include "lamina/http/server.h"
#include "lamina/http/target.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;

constexpr auto between_collections = 100ms;
constexpr auto longest_collection = 5s;
constexpr auto longest_silence = 1s;  // of a loop that is well
constexpr std::size_t max_waiting = 256;

http::server_options listening(const admin_options& options) {
  http::server_options made;
  made.host = options.host;
  made.port = options.port;
  made.max_header_bytes = 8 * 1024;
  made.max_body_bytes = 1024;
  made.max_connections = 64;
  return made;
}

http::response answer_of(int status, std::string_view type, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

http::response json_of(int status, const json::value& body) {
  return answer_of(status, "application/json", json::serialize(body));
}

http::response not_found() { return json_of(404, {{"message", "Not Found"}}); }
http::response too_many() { return json_of(503, {{"message", "Too many requests wait already"}}); }

http::response answer_of(readiness now) {
  switch (now) {
    case readiness::ready: return json_of(200, {{"status", "ready"}});
    case readiness::starting:
      return json_of(503, {{"status", "starting"}, {"reasons", {"the gateway does not listen yet"}}});
    case readiness::draining: break;
  }
  return json_of(503, {{"status", "draining"}, {"reasons", {"the gateway has been told to stop"}}});
}

void answer_all(std::vector<http::exchange>& waiting, const http::response& with) {
  for (http::exchange& each : std::exchange(waiting, {})) each.answer(with);
}

}  // namespace

// On the first loop, but for what is said. What is under way on other loops holds it.
struct admin_server::state : std::enable_shared_from_this<state> {
  state(net::loop_threads& on, admin_options with, std::shared_ptr<gateway_metrics> from)
      : threads(on), home(on[0]), options(std::move(with)), metrics(std::move(from)) {}

  void handle(const http::request& request, http::exchange reply) {
    const std::string_view path = http::split_target(request.target).path;
    const bool is_known = path == "/metrics" || path == "/healthz" || path == "/readyz";
    if (!is_known) return reply.answer(not_found());
    if (request.method != "GET" && request.method != "HEAD") {
      http::response refused = json_of(405, {{"message", "Method Not Allowed"}});
      refused.headers.emplace_back("Allow", "GET, HEAD");
      return reply.answer(refused);
    }
    if (path == "/readyz") return reply.answer(answer_of(now.load(std::memory_order_relaxed)));
    std::vector<http::exchange>& waiting = path == "/metrics" ? scrapes : checks;
    if (waiting.size() >= max_waiting) return reply.answer(too_many());
    waiting.push_back(std::move(reply));
    if (path == "/metrics")
      collect();
    else
      check();
  }

  void collect() {
    if (is_collecting || scrapes.empty()) return;
    is_collecting = true;
    if (home.now() >= next_collection) return collect_now();
    home.call_at(next_collection, [self = shared_from_this()] { self->collect_now(); });
  }

  // Whoever asks from here on gets the next one: what happens now may be missing in this one.
  void collect_now() {
    next_collection = home.now() + between_collections;
    const std::uint64_t number = ++collections;
    collected = std::exchange(scrapes, {});
    give_up = home.call_after(longest_collection, [self = shared_from_this(), number] {
      if (self->collections != number) return;
      answer_all(self->collected, json_of(503, {{"message", "An event loop does not answer"}}));
    });
    metrics->collect(home, [self = shared_from_this()](const gateway_figures& figures) { self->tell(figures); });
  }

  void tell(const gateway_figures& figures) {
    home.cancel(give_up);
    if (!collected.empty())
      answer_all(collected,
                 answer_of(200, metrics_content_type, write_metrics(figures, read_process_figures(), options.version)));
    is_collecting = false;
    collect();
  }

  void check() {
    if (is_checking) return;
    is_checking = true;
    const std::uint64_t number = ++number_of_checks;
    silent.clear();
    for (std::size_t i = 0; i < threads.size(); ++i) silent.push_back(i);
    end_of_check = home.call_after(longest_silence, [self = shared_from_this(), number] {
      if (self->is_checking && self->number_of_checks == number) self->end_check();
    });
    for (std::size_t i = 0; i < threads.size(); ++i)
      threads[i].post([self = shared_from_this(), number, i] {
        self->home.post([self, number, i] { self->heard_from(number, i); });
      });
  }

  void heard_from(std::uint64_t number, std::size_t loop) {
    if (!is_checking || number_of_checks != number) return;
    std::erase(silent, loop);
    if (!silent.empty()) return;
    home.cancel(end_of_check);
    end_check();
  }

  void end_check() {
    is_checking = false;
    if (silent.empty()) return answer_all(checks, json_of(200, {{"status", "ok"}}));
    json::array reasons;
    for (const std::size_t loop : silent)
      reasons.emplace_back("event loop " + std::to_string(loop) + " has not answered for a second");
    answer_all(checks, json_of(503, {{"status", "failing"}, {"reasons", std::move(reasons)}}));
  }

  void close() {
    server.reset();
    scrapes.clear();
    collected.clear();
    checks.clear();
  }

  net::loop_threads& threads;
  net::event_loop& home;
  const admin_options options;
  const std::shared_ptr<gateway_metrics> metrics;
  std::atomic<readiness> now = readiness::starting;
  std::unique_ptr<http::server> server;
  std::uint16_t port = 0;

  std::vector<http::exchange> scrapes, collected;  // waiting for the next collection, and for the one under way
  bool is_collecting = false;
  std::uint64_t collections = 0;
  steady_time next_collection{};
  scheduler::task_id give_up = 0;

  std::vector<http::exchange> checks;
  bool is_checking = false;
  std::uint64_t number_of_checks = 0;
  scheduler::task_id end_of_check = 0;
  std::vector<std::size_t> silent;  // loops that have not answered yet
};

admin_server::admin_server(net::loop_threads& threads, admin_options options, std::shared_ptr<gateway_metrics> metrics)
    : state_(std::make_shared<state>(threads, std::move(options), std::move(metrics))) {}

admin_server::~admin_server() {
  net::run_on(state_->home, [this] { state_->close(); });
}

result<void> admin_server::listen() {
  result<void> listening_now;
  net::run_on(state_->home, [&] {
    state_->server = std::make_unique<http::server>(
        state_->home, listening(state_->options),
        [all = state_.get()](const http::request& request, http::exchange reply) {
          all->handle(request, std::move(reply));
        },
        [](int status, std::string_view) {
          return json_of(status, {{"message", error(status).message}});
        });
    listening_now = state_->server->listen();
    state_->port = state_->server->port();
  });
  return listening_now;
}

std::uint16_t admin_server::port() const noexcept { return state_->port; }

std::string admin_server::url() const {
  const std::string& host = state_->options.host;
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return "http://" + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port());
}

void admin_server::tell(readiness now) noexcept { state_->now.store(now, std::memory_order_relaxed); }

}  // namespace lamina::gateway
