#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/authorizers/authorizer_plans.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/integration/http_cors.h"
#include "lamina/gateway/integration/http_event.h"

namespace lamina::gateway {

// The address of one function. Its id is made from the names of service, stage and function, the same at every start.
struct url_function {
  std::string key;   // of the function in the service
  api_stage stage;   // its api_id is the URL's id: 32 lower-case letters and digits
  std::string arn;   // of the function: what policies are about
  std::string host;  // "<id>.lambda-url.us-east-1.localhost"
  function_pool::function* function = nullptr;
  http_event_template event;
  std::chrono::milliseconds time_limit{};   // a little more than the function's own: that one is to say so
  std::optional<std::size_t> authorizer{};  // in url_api::authorizers
  std::string closed{};                     // why nobody may pass, as rest_route::closed
  bool streams = false;                     // invoke mode RESPONSE_STREAM
  std::optional<http_cors> cors{};
  std::optional<std::uint16_t> port{};  // a port of its own, besides
};

// The function URLs of a service, ready to be served: made once, then read by every loop.
struct url_api {
  std::vector<url_function> functions;
  authorizer_plans authorizers;
  api_stage unknown{};     // for the access log, of requests to ids that are nobody's
  bool takes_all = false;  // whatever the host: the service has this URL and nothing else
  std::vector<std::string> notes{};
};

// The host name of a function's URL, without a port: "<id>.lambda-url.us-east-1.localhost".
std::string url_host_of(const config::service& from, const config::function& function);

// The functions must outlive the result.
result<url_api> make_url_api(const config::service& from, const function_map& functions,
                             const gateway_options& options);

// Does that Host header name a function URL ("<id>.lambda-url.<anything>")? Then `index` says of which function;
// nothing: of none that is here.
struct url_host {
  bool names_url = false;
  std::optional<std::size_t> index{};
};
url_host find_url(const url_api& api, std::string_view host) noexcept;

}  // namespace lamina::gateway
