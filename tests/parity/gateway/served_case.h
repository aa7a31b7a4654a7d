#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/config/service.h"
#include "lamina/gateway/gateway.h"
#include "lamina/json/json.h"
#include "lamina/net/loop_threads.h"
#include "tests/parity/gateway/invocation_log.h"

namespace parity {

// The service of one case behind a gateway of its own in this process, on a free port, with functions that behave as
// the case says.
class served_case {
 public:
  // The case must outlive it. Throws std::runtime_error when the service cannot be loaded.
  explicit served_case(const lamina::json::value& test);

  const std::string& stage() const { return service_.stage; }
  // What stands before a request's path: "/dev" for REST and WebSocket APIs, nothing for others.
  std::string prefix() const;
  std::uint16_t port() const { return gateway_->port(); }
  const invocation_log& invocations() const { return log_of_functions_; }
  // The key of the function that serves a WebSocket route; "" when there is no such route.
  std::string function_of(std::string_view websocket_route) const;

  // Throws when it cannot.
  void start();
  void stop() { gateway_->stop(); }

  // What the functions got and how often, against expectEvent, expectAuthorizerEvent, expectAuthorizerInvocations and
  // expectFunction. "" when everything fits.
  std::string check_invocations() const;

 private:
  lamina::json::value behaviour_of(const std::string& key) const;
  std::vector<std::string> events_of(bool authorizer) const;
  std::string check_events() const;
  std::string check_counts() const;

  const lamina::json::value& test_;
  lamina::logger log_{lamina::log_level::off, [](std::string_view) {}};
  lamina::config::service service_;
  std::string authorizer_;
  invocation_log log_of_functions_;
  lamina::net::loop_threads threads_{1};
  std::unique_ptr<lamina::gateway::gateway> gateway_;
};

}  // namespace parity
