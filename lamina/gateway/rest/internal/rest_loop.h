#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/field_list.h"
#include "lamina/gateway/listener/access_log.h"
#include "lamina/gateway/listener/time_texts.h"
#include "lamina/gateway/rest/rest_api.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway::internal {

// What the requests of one event loop share.
struct rest_loop {
  const rest_api& api;
  const gateway_options& options;
  net::event_loop& loop;
  logger& log;
  access_log access;
  std::vector<std::unique_ptr<authorizer>> authorizers{};  // as in the API
  time_texts now_texts{};
  // Reused from request to request; never across a wait.
  field_list headers{}, query{};
  std::string header_storage{}, query_storage{}, event{}, unescaped{}, decoded{};
};

}  // namespace lamina::gateway::internal
