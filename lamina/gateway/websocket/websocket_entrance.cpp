#include "lamina/gateway/websocket/websocket_entrance.h"

#include "lamina/http/target.h"
#include "lamina/websocket/handshake.h"

namespace lamina::gateway {
namespace {

// "ws.example.com:3000" without the port.
std::string_view host_name(std::string_view host) noexcept { return host.substr(0, host.rfind(':')); }

}  // namespace

std::optional<management_request> websocket_entrance::management_call(const http::request& request) const {
  // "@" and "%40" before it: cheap to rule out.
  if (request.target.find("connections") == std::string_view::npos) return std::nullopt;
  auto call = read_management_request(request.method, request.target, api_.prefix);
  if (!call && api_.prefix != stage_prefix_)
    call = read_management_request(request.method, request.target, stage_prefix_);
  return call;
}

bool websocket_entrance::takes(const http::request& request) const noexcept {
  if (is_alone_ || has_own_host(request)) return true;
  return !api_.placement.is_apart() && is_endpoint(http::split_target(request.target).path) &&
         websocket::asks_for_upgrade(request);
}

bool websocket_entrance::is_open_at(const http::request& request, bool came_to_own_port) const noexcept {
  if (api_.placement.path.empty() && (came_to_own_port || has_own_host(request))) return true;
  return is_endpoint(http::split_target(request.target).path);
}

bool websocket_entrance::has_own_host(const http::request& request) const noexcept {
  const std::string_view own = api_.placement.host;
  return !own.empty() && http::equal_ignoring_case(host_name(request.find("Host")), own);
}

bool websocket_entrance::is_endpoint(std::string_view path) const noexcept {
  if (path.starts_with(api_.prefix)) {
    const std::string_view rest = path.substr(api_.prefix.size());
    if (rest.empty() || rest == "/") return true;
  }
  return api_.placement.path.empty() && path == "/";
}

}  // namespace lamina::gateway
