#include <fmt/format.h>

#include "lamina/base/environment.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/terminal.h"
#include "lamina/config/local_values.h"
#include "lamina/config/serverless.h"

namespace lamina::cli {

result<void> place_websockets(config::service& service, const websocket_options& options) {
  if (options.port) service.websocket.port = options.port;
  if (!options.path.empty()) {
    if (const auto flaw = config::flaw_of_websocket_path(options.path); !flaw.empty())
      return error(fmt::format("--websocket-path {}: {}", options.path, flaw));
    service.websocket.path = options.path;
    if (options.path.size() > 1 && options.path.ends_with('/')) service.websocket.path.pop_back();
  }
  if (!options.host.empty()) {
    if (const auto flaw = config::flaw_of_websocket_host(options.host); !flaw.empty())
      return error(fmt::format("--websocket-host {}: {}", options.host, flaw));
    service.websocket.host = options.host;
  }
  return {};
}

result<config::service> load(const service_options& options) {
  config::load_options given;
  given.opt = options.options;
  if (!options.stage.empty()) given.opt["stage"] = options.stage;
  if (!options.region.empty()) given.opt["region"] = options.region;
  given.params = options.parameters;
  given.env = environment();

  if (!options.values.empty()) {
    if (const auto read = config::read_local_values(options.values, given); !read) {
      print_error(fmt::format("error: {}", read.error().message));
      return read.error();
    }
  }

  config::warnings warned;
  auto service = config::load_serverless(options.file.empty() ? "." : options.file, given, warned);
  for (const config::warning& warning : warned) print_error(fmt::format("warning: {}", warning.message()));
  if (!service) print_error(fmt::format("error: {}", service.error().message));
  return service;
}

}  // namespace lamina::cli
