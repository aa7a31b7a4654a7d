#include "lamina/config/service.h"

#include <algorithm>

#include "lamina/config/warning.h"

namespace lamina::config {

std::string location::text() const {
  std::string out = file;
  if (line > 0) out += (out.empty() ? "line " : ":") + std::to_string(line);
  if (!key.empty()) out += (out.empty() ? "" : ": ") + key;
  return out;
}

std::string warning::message() const {
  const std::string place = where.text();
  return place.empty() ? text : place + ": " + text;
}

std::string_view flaw_of_websocket_path(std::string_view path) noexcept {
  constexpr std::string_view expected = "expected a path that begins with / (\"/live\"), without spaces, ?, # and %";
  const bool good = path.starts_with('/') && path.find("//") == std::string_view::npos &&
                    std::ranges::all_of(path, [](char c) { return c > ' ' && c < 127; }) &&
                    path.find_first_of("?#%") == std::string_view::npos;
  return good ? std::string_view() : expected;
}

std::string_view flaw_of_websocket_host(std::string_view host) noexcept {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
  const bool good = !host.empty() && host.find_first_not_of(letters) == std::string_view::npos;
  return good ? std::string_view() : "expected a host name (\"ws.example.com\"), without a port";
}

const function* service::find_function(std::string_view key) const noexcept {
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const function& one) { return one.key == key; });
  return found == functions.end() ? nullptr : &*found;
}

}  // namespace lamina::config
