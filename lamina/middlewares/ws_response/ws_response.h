#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/engine/middleware.h"

namespace lamina::aws {
class connections;
}

namespace lamina {

// Sends a message to a WebSocket client: PostToConnection of API Gateway's management API. May be called on several
// threads at once.
class websocket_connections {
 public:
  virtual ~websocket_connections() = default;
  // `endpoint` is the API's, without the path of the connection: "https://abc.execute-api.eu-west-1.amazonaws.com/dev".
  virtual task<result<void>> post(std::string endpoint, std::string connection_id, std::string data) = 0;
};

struct ws_response_options {
  // Absent: the client of lamina/aws/connections.h, signing with the keys of the environment when there are any. On a
  // net::event_loop, which a function's is, it does not block; on another scheduler it does.
  std::shared_ptr<websocket_connections> connections{};
  // Empty: AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI, else `https://<domainName>/<stage>` of the event.
  std::string endpoint{};
};

// Sends what the handler returns to the client the message came from, and answers {"statusCode": 200}.
// (@middy/ws-response)
//
// A response {"Data", "ConnectionId"?} says what to send, and to whom; any other response is the data itself, as JSON
// unless it is text. Without a connection nothing is sent. What the client of the API reports (410 GoneException) is
// the chain's error; an InvalidSignatureException is tried once more.
class ws_response {
 public:
  static constexpr std::string_view name = "ws-response";
  static ws_response_options read_options(const json::object& options);
  static ws_response from_json(const json::object& options);

  explicit ws_response(ws_response_options options = {});
  task<step> after(request& request) const;

 private:
  task<result<void>> send(scheduler& loop, std::string endpoint, std::string connection, std::string data) const;

  ws_response_options options_;
  std::shared_ptr<aws::connections> own_;  // when none were given
};

}  // namespace lamina
