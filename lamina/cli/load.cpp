#include <fmt/format.h>

#include "lamina/base/environment.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/terminal.h"
#include "lamina/config/local_values.h"
#include "lamina/config/serverless.h"

namespace lamina::cli {

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
