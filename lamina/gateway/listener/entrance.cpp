#include "lamina/gateway/listener/entrance.h"

#include <utility>

#include "lamina/gateway/router/request_target.h"

namespace lamina::gateway {
namespace {

template <class Service>
http::server::handler straight_to(Service& service) {
  return [&service](const http::request& request, http::exchange reply) { service.handle(request, std::move(reply)); };
}

}  // namespace

http::server::handler entrance::handler() {
  const bool has_more = all_.websocket || all_.urls || all_.invoke;
  if (!has_more && !all_.http) return straight_to(*all_.rest);
  if (!has_more && !all_.rest) return straight_to(*all_.http);
  return [this](const http::request& request, http::exchange reply) { hand_over(request, std::move(reply)); };
}

void entrance::hand_over(const http::request& request, http::exchange reply) {
  if (all_.invoke && invoke_service::takes(request)) return all_.invoke->handle(request, std::move(reply));
  if (all_.urls && all_.urls->take(request, reply)) return;
  if (all_.websocket && all_.websocket->take(request, reply)) return;
  const bool is_rest = all_.rest && (!all_.http || split_target(request.target).stage == stage_);
  if (is_rest)
    all_.rest->handle(request, std::move(reply));
  else
    all_.http->handle(request, std::move(reply));
}

// Nobody knows whose it would have been.
http::response entrance::reject(int status, std::string_view client) {
  return all_.rest ? all_.rest->reject(status, client) : all_.http->reject(status, client);
}

}  // namespace lamina::gateway
