#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lamina/aws/credentials.h"
#include "lamina/function_pool/function.h"
#include "lamina/gateway/listener/access_choice.h"
#include "lamina/gateway/throttling/token_bucket.h"
#include "lamina/http/server.h"
#include "lamina/websocket/session.h"

namespace lamina::gateway {

class gateway_metrics;

// By key in the service. One function may stand under several keys.
using function_map = std::map<std::string, std::shared_ptr<function_pool::function>>;

// The Invoke API of Lambda, and the queue of asynchronous invocations. Whoever reaches the API may run any function.
struct lambda_options {
  bool on_main_port = false;  // beside the other APIs; always so on the port for functions that TLS brings along
  std::optional<std::uint16_t> port{};  // a listener of its own on 127.0.0.1, without TLS; 0: any free one
  std::string queue_file{};             // "": in memory, lost with the process
  std::size_t max_events_at_once = 10;  // asynchronous ones under way, per function
};

// Defaults are the limits of Amazon API Gateway.
struct gateway_options {
  http::server_options listen{.http2 = http::http2()};    // host, port (0: any), sizes and time-outs of HTTP itself
  std::chrono::milliseconds integration_timeout{29'000};  // beyond: 504, while the function goes on
  std::chrono::milliseconds http_integration_timeout{30'000};  // the same of HTTP APIs: 503
  std::size_t max_header_value_bytes = 10'240;                 // all values together; beyond: 431
  std::size_t max_target_bytes = 10'240;                       // path and query; beyond: 414
  std::size_t max_cached_authorizations = 4096;                // per authorizer and loop
  bool access_log = true;                                      // one line per request, connect, message and disconnect
  std::size_t max_websockets = 1'000'000;                      // open at once on one loop; beyond: 429
  websocket::session_limits websocket_limits{};                // binary_messages is the service's to say
  // Whose signatures (SigV4, of the service's region) management calls must have, else 403. Empty: nobody's, they are
  // let in as they come. Not what anybody may reach: on AWS they must be signed.
  std::vector<aws::credentials> management_keys{};
  std::string account_id = "000000000000";  // in events and ARNs
  std::string api_id{};                     // empty: made from the names of service and stage
  lambda_options lambda{};
  // The functions once more, as they are invoked asynchronously (`async: true`, X-Amz-Invocation-Type: Event), by key.
  // invoke() is done when the event is safe: success with an empty payload once it is on disk, throttled while the
  // queue is full, unavailable (the payload says why) when it could not be written. What then becomes of it, the
  // retries and destinations, is the queue's business. Filled by gateway::make before it makes the APIs; one for each
  // function.
  function_map queued{};
  // "": as the service says; "json", "clf", or a format of variables $context.<name>, for all APIs: before the service.
  std::string access_log_format{};
  access_choices access_logs{};                // made from both by gateway::make
  std::shared_ptr<gateway_metrics> metrics{};  // what counts; null: nothing does
  // The throttle of all requests of REST and HTTP APIs together; null: as they come. Filled by gateway::make.
  std::shared_ptr<token_bucket> account_throttle{};
};

}  // namespace lamina::gateway
