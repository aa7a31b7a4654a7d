#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/listener/entrance.h"
#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {

// What a gateway serves: made once, then read by every worker.
struct served_apis {
  std::optional<rest_api> rest{};  // one of the two at least
  std::optional<http_api> http{};
  std::optional<websocket_api> websocket{};
  std::optional<url_api> urls{};
  invoke_api invoke{};
};

// Where it listens. 0 before bind(): any free port.
struct served_ports {
  std::uint16_t http = 0;
  std::optional<std::uint16_t> websocket{};  // nothing: the WebSocket API has no port of its own
  // For calls from functions of this machine, on loopback without TLS. Nothing: they come as everybody does.
  std::optional<std::uint16_t> functions{};
  std::vector<std::optional<std::uint16_t>> urls{};  // of the functions with URLs, in their order
  std::optional<std::uint16_t> lambda{};  // of the Invoke API alone, on loopback without TLS; nothing: it has none
};

// The gateway's part on one loop: its listeners, the connections they accepted, and all that serves them. Nothing is
// shared with other workers but the APIs, which never change; calls about a WebSocket of another loop are posted there.
// Used by one thread that is not the loop's; what it has lives on the loop.
class worker {
 public:
  // The loop runs already; `index` is its number among the gateway's. All arguments must outlive the worker.
  static result<std::unique_ptr<worker>> make(const served_apis& apis, const gateway_options& options, logger& log,
                                              net::event_loop& loop, std::uint8_t index = 0);
  ~worker();  // drains, waits

  // Makes the workers of one gateway known to each other; they are by their index. Before listen(). Before the first of
  // them is destroyed, all must have been drained and waited for.
  static void introduce(const std::vector<std::unique_ptr<worker>>& all);

  // Takes the ports, so that they are known: see ports(); with `shared`, other workers may have the same ones.
  result<void> bind(const served_ports& ports, bool shared);
  // Begins to serve.
  result<void> listen();
  const served_ports& ports() const noexcept { return ports_; }

  // First closes the WebSockets and sees their $disconnect events delivered (functions that these call may still ask
  // for other connections); then accepts nothing more, and answers what was accepted. wait() returns when all that is
  // done. Once; later calls do nothing.
  void drain();
  void wait();

 private:
  worker(const gateway_options& options, net::event_loop& loop, logger& log)
      : options_(options), loop_(loop), log_(log) {}
  result<void> make_services(const served_apis& apis, std::uint8_t index);
  std::unique_ptr<http::server> make_server(http::server_options with, bool shared, http::server::handler handle);
  result<void> bind_functions_port(bool shared);
  result<void> bind_url_ports(bool shared);
  result<void> bind_lambda_port(bool shared);
  std::vector<http::server*> servers() const;
  void drain_servers();
  void check_done();
  void add_figures(gateway_figures& to) const;

  const gateway_options& options_;
  net::event_loop& loop_;
  logger& log_;
  std::unique_ptr<rest_service> rest_;
  std::unique_ptr<http_service> http_;
  std::unique_ptr<websocket_service> websocket_;
  std::unique_ptr<url_service> urls_;
  std::unique_ptr<invoke_service> invoke_;
  std::unique_ptr<entrance> entrance_, functions_entrance_;
  std::unique_ptr<http::server> server_, websocket_server_, functions_server_, lambda_server_;
  std::vector<std::unique_ptr<http::server>> url_servers_;
  served_ports ports_;
  bool draining_ = false;  // the caller's
  bool has_drained_ = false;
  unsigned open_servers_ = 0;
  bool told_ = false;
  std::uint64_t probe_ = 0;  // of the metrics, if there are any
  std::promise<void> done_;
  std::shared_future<void> is_done_ = done_.get_future();
};

}  // namespace lamina::gateway
