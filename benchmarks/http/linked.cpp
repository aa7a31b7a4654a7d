// Functions linked into the gateway's own program, a hello by HTTP and an echo by WebSocket: bench_linked PORT [tls].
// Ends with SIGTERM.
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "handlers.h"
#include "lamina/cli/linked_function.h"
#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "lamina/http/tls.h"

int main(int argc, char** argv) {
  using namespace lamina;
  if (argc != 2 && argc != 3) return std::fputs("usage: bench_linked PORT [tls]\n", stderr), 2;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  config::warnings warnings;
  const auto service = config::load_serverless_text(
      "service: bench\nprovider: {name: aws, runtime: provided.al2023}\n"
      "functions:\n"
      "  hello: {handler: handler.hello, events: [{http: GET hello}]}\n"
      "  echo:\n"
      "    handler: handler.echo\n"
      "    events: [{websocket: {route: $default, routeResponseSelectionExpression: $default}}]\n",
      {}, warnings);
  gateway::gateway_options options;
  options.listen.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  options.access_log = false;
  if (argc == 3)
    options.listen.tls =
        http::make_server_tls(http::make_self_signed({"localhost"}, std::chrono::system_clock::now()).value()).value();
  logger log = logger::to_stderr();
  net::loop_threads threads(1);
  const auto linked = [](engine chain) {
    return std::make_shared<cli::linked_function>(std::move(chain), cli::function_identity{});
  };
  const auto open = gateway::gateway::make(
      service.value(), {{"hello", linked(engine(bench_hello))}, {"echo", linked(engine(bench_echo))}}, options, log,
      threads);
  if (auto started = open.value()->start(); !started) return std::fputs(started.error().what(), stderr), 1;
  int which = 0;
  sigwait(&stop, &which);
  return 0;
}
