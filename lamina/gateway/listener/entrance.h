#pragma once

#include <string>

#include "lamina/gateway/function_url/url_service.h"
#include "lamina/gateway/http_api/http_service.h"
#include "lamina/gateway/invoke/invoke_service.h"
#include "lamina/gateway/rest/rest_service.h"
#include "lamina/gateway/websocket/websocket_service.h"
#include "lamina/http/server.h"

namespace lamina::gateway {

// The services of one loop behind the listener that they share. Null: the service has no such API. REST or HTTP API,
// one of them is there.
struct entered_services {
  rest_service* rest = nullptr;
  http_service* http = nullptr;
  websocket_service* websocket = nullptr;
  url_service* urls = nullptr;
  invoke_service* invoke = nullptr;  // null also where its calls are not let in
};

// Says whose a request is that came to the shared listener, and hands it over. In this order: the Invoke API, by its
// path; function URLs, by their hosts; the WebSocket API and its management calls; the REST API, when the path begins
// with its stage; the HTTP API. Where only one of the last two is there, all the rest is its own. On the loop's thread;
// the services must outlive it and what it handed out.
class entrance {
 public:
  // `stage` is that of the REST API.
  entrance(const entered_services& all, std::string stage) : all_(all), stage_(std::move(stage)) {}

  // For the listener: with one API alone, a call to its service and nothing else. The entrance must stay where it is.
  http::server::handler handler();
  // The answer to what was refused before it was a request.
  http::response reject(int status, std::string_view client);

 private:
  void hand_over(const http::request& request, http::exchange reply);

  const entered_services all_;
  const std::string stage_;
};

}  // namespace lamina::gateway
