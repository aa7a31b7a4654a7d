#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/aws/credentials.h"
#include "lamina/base/result.h"
#include "lamina/base/task.h"
#include "lamina/net/event_loop.h"

namespace lamina::aws {

// A client of a WebSocket API.
struct connection_address {
  // Of the API, without the path of the connection: "https://abc.execute-api.eu-west-1.amazonaws.com/dev".
  std::string endpoint{};
  std::string connection_id{};
};

enum class delivery_status {
  sent,
  gone,         // 410: the client has left, or never was
  unreachable,  // nobody answered: refused, timed out, reset, TLS
  throttled,    // 429
  too_large,    // 413: more than 128 KB
  failed,       // anything else, such as a refused signature (403)
};

struct delivery {
  delivery_status status = delivery_status::sent;
  std::string name{};    // of the service's error ("GoneException"), or of the HTTP client's; "" when sent
  std::string reason{};  // one sentence that names the connection; "" when sent
  int http_status = 0;   // of the service's answer; 0: there was none

  bool was_sent() const noexcept { return status == delivery_status::sent; }
  // For a chain: name and reason, with the status of the answer.
  error as_error() const;
};

struct connection_details {
  std::string connected_at{};  // "2026-11-22T03:04:05.678Z"
  std::string last_active_at{};
  std::string source_ip{};
  std::string user_agent{};
};

struct connections_options {
  // Absent: of the environment, read when the object is made. Without any, requests are sent unsigned: a lamina gateway
  // does not ask for a signature unless it is told to, AWS answers 403.
  std::optional<credentials> keys{};
  std::string region{};                       // "": that of an amazonaws.com endpoint, else AWS_REGION, else us-east-1
  std::size_t max_parallel = 32;              // connections for post_to_all
  std::chrono::milliseconds timeout{10'000};  // for one request
};

// API Gateway's management API for WebSocket connections (PostToConnection, GetConnection, DeleteConnection), signed
// with Signature Version 4.
//
// Any thread may call, several at once. The blocking members run an event loop of their own on the calling thread, and
// keep its connections for the next call: for synchronous handlers. A coroutine on a loop uses those that take it.
class connections {
 public:
  explicit connections(connections_options options = {});
  ~connections();
  connections(const connections&) = delete;
  connections& operator=(const connections&) = delete;

  // Text, in UTF-8; 128 KB at most.
  delivery post(const connection_address& to, std::string_view data);
  // One payload to many, in parallel; the outcomes in the same order. When nobody answers at an endpoint, all that
  // still wait for it are unreachable at once.
  std::vector<delivery> post_to_all(std::span<const connection_address> to, std::string_view data);
  // The error has the name of the service's ("GoneException", 410).
  result<connection_details> get(const connection_address& of);
  // Closes the connection. `sent`: it was there.
  delivery remove(const connection_address& which);

  // On `loop`, which must be the calling thread's, with the loop's own HTTP client. This object outlives the task.
  task<delivery> post(net::event_loop& loop, connection_address to, std::string data);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

// Where the management API of an event is: `configured` if it is not empty; else what
// AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI says, as in AWS's own SDKs (a lamina gateway sets it for its functions);
// else "https://<domain_name>/<stage>", which is an event's requestContext.
std::string management_endpoint(std::string_view configured, std::string_view domain_name, std::string_view stage);

}  // namespace lamina::aws
