#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/config/service.h"
#include "lamina/gateway/integration/proxy_response.h"

namespace lamina::gateway {

// The OPTIONS method that the Framework makes of a path whose events say `cors`: a MOCK integration that answers 200
// with these headers and no body, whoever asks. Errors of the gateway and answers of functions get none of them.
// Read by any thread.
class cors_preflight {
 public:
  explicit cors_preflight(const config::rest_cors& from);

  // Views into this and `origin`, the Origin header of the request: it is given back if it fits one of several origins
  // ("*" in them stands for one or more characters); everybody else is told the first. No Vary is added.
  proxy_response answer(std::string_view origin) const;

 private:
  std::vector<std::string> reflected_;                        // "*" as "?*"
  std::vector<std::pair<std::string, std::string>> headers_;  // Access-Control-Allow-Origin first
};

}  // namespace lamina::gateway
