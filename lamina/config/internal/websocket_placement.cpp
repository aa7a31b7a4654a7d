#include <algorithm>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view uses_default = "the default is used";

std::optional<std::uint16_t> read_port(const node& from) {
  const auto port = from.whole_number(uses_default, 65'535);
  return port ? std::optional(static_cast<std::uint16_t>(*port)) : std::nullopt;
}

std::optional<std::chrono::seconds> read_seconds(const node& from) {
  const auto seconds = from.whole_number(uses_default, 86'400);
  if (!seconds) return std::nullopt;
  if (*seconds == 0) from.expected("a number of seconds, 1 at least");
  return std::chrono::seconds(*seconds);
}

std::string read_path(const node& from) {
  std::string path = from.text(uses_default).value_or("");
  if (path.empty()) return path;
  if (const auto flaw = flaw_of_websocket_path(path); !flaw.empty()) from.fail(std::string(flaw) + ", found " + path);
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

std::string read_host(const node& from) {
  std::string host = from.text(uses_default).value_or("");
  if (host.empty()) return host;
  if (const auto flaw = flaw_of_websocket_host(host); !flaw.empty()) from.fail(std::string(flaw) + ", found " + host);
  std::ranges::transform(host, host.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return host;
}

}  // namespace

void read_websocket_placement(building& into) {
  const node lamina = into.root["custom"]["lamina"];
  if (lamina.is_given() && !lamina.is_map()) return lamina.expected("a map");
  check_lamina_keys(into.all, lamina);
  const node own = lamina["websocket"];
  if (own.is_given() && !own.is_map()) return own.expected("a map with path, host, port or binaryMessages");
  websocket_placement& to = into.out.websocket;
  to.path = read_path(own["path"]);
  to.host = read_host(own["host"]);
  to.port = read_port(own["port"]);
  const node offline = into.root["custom"]["serverless-offline"];
  if (!to.port) to.port = read_port(offline["websocketPort"]);
  to.idle_timeout = read_seconds(offline["webSocketIdleTimeout"]);
  to.total_timeout = read_seconds(offline["webSocketHardTimeout"]);
  to.binary_messages = own["binaryMessages"].boolean(uses_default).value_or(false);
}

}  // namespace lamina::config
