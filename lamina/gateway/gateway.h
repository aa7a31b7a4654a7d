#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/net/loop_threads.h"

namespace lamina::gateway {

// Serves the REST, HTTP and WebSocket APIs of a service as Amazon API Gateway would: listen, route, authorize, build
// the event, invoke, map the response. On each of the given loops (256 at most): listeners of its own on the same
// ports, and its own connections.
//
//   auto open = gateway::make(service, functions, options, log, threads);
//   if (auto started = (*open)->start(); !started) ...
//   ... (*open)->port() ...
//   (*open)->stop();
//
// make(), start(), stop() and the destructor belong to one thread, none of the loops'. The functions must outlive the
// requests, which the gateway sees to by holding them until the last is done.
class gateway {
 public:
  // `functions` must have every function that a route names. The error names file, line and key of what cannot be
  // served. `log` and `threads` must outlive the gateway.
  static result<std::unique_ptr<gateway>> make(const config::service& service, function_map functions,
                                               gateway_options options, logger& log, net::loop_threads& threads);
  ~gateway();

  // What the service asks for and does not get, one sentence each: worth showing to its author.
  const std::vector<std::string>& notes() const noexcept;

  // Takes the ports, so that the addresses below are known: what functions must be told before the first of them runs.
  // Nobody can connect yet. The error names host and port.
  result<void> bind();
  // Begins to serve; binds before that where bind() has not been called.
  result<void> start();
  std::uint16_t port() const noexcept;
  // Where functions of this machine reach all that port() serves, in cleartext: with TLS, a port of its own on loopback
  // (no function would trust the certificate for that address), else the same.
  std::uint16_t functions_port() const noexcept;
  // Of the REST API, "http://127.0.0.1:3000/dev", https with TLS; of the HTTP API where there is none,
  // "http://127.0.0.1:3000".
  std::string url() const;
  // The latter also where both are served; "": the service has no HTTP API.
  std::string http_api_url() const;

  // Of the functions that have one: "http://<id>.lambda-url.us-east-1.localhost:3000/", or of the URL's own port:
  // "http://127.0.0.1:3010/".
  struct function_address {
    std::string function, url;
  };
  std::vector<function_address> function_urls() const;

  // Of a service with WebSocket routes, else 0 and "". The port may be that of the REST API.
  std::uint16_t websocket_port() const noexcept;
  // "ws://127.0.0.1:3000/dev", or with the service's own path; wss with TLS
  std::string websocket_url() const;
  // Where functions find the management API: "http://127.0.0.1:3000/dev", on loopback when the host is a wildcard; on
  // functions_port() with TLS.
  std::string management_url() const;

  // Where functions find the Invoke API of Lambda: "http://127.0.0.1:3000"; "": it is not served.
  std::string invoke_url() const;

  // Closes the WebSockets (1001) and sees their $disconnect events delivered, then accepts nothing more, answers every
  // request that was accepted, and returns when that is done: at the latest after the time limits of authorizers and
  // functions, and half a minute more where $disconnect is not taken. Asynchronous invocations that have begun come to
  // their end too, the others stay in the queue's file. Once; later calls do nothing.
  void stop();

 private:
  struct state;
  explicit gateway(std::unique_ptr<state> ready);
  std::unique_ptr<state> state_;
};

}  // namespace lamina::gateway
