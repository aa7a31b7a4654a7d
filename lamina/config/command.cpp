#include "lamina/config/command.h"

#include <filesystem>

#include "lamina/config/internal/managed_runtime.h"

namespace lamina::config {
namespace {

namespace fs = std::filesystem;
using internal::cannot_run;

// Where `bootstrap` may be. A package.artifact that is a folder holds it; one that is an archive was made beside it.
std::vector<fs::path> bootstraps(const function& function, const fs::path& folder, bool own) {
  std::vector<fs::path> out;
  if (own && !function.artifact.empty()) {
    const fs::path artifact = (folder / function.artifact).lexically_normal();
    out = {artifact / "bootstrap", artifact.parent_path() / "bootstrap"};
  }
  out.push_back(folder / function.key / "bootstrap");
  out.push_back(folder / "bootstrap");
  return out;
}

fs::path absolute(const std::string& folder) {
  std::error_code ignored;
  return fs::absolute(folder.empty() ? "." : folder, ignored);
}

result<command> program_command(const function& function, const service& service, const fs::path& folder, bool own) {
  for (const auto& path : bootstraps(function, folder, own))
    if (internal::is_program(path))
      return command{.argv = {path.string()},
                     .working_directory = absolute(service.directory).string(),
                     .code_folder = path.parent_path().string()};
  return cannot_run(function, "no program: expected an executable " + (folder / "bootstrap").string() + " or " +
                                  (folder / function.key / "bootstrap").string() +
                                  " (--artifacts names another folder)");
}

}  // namespace

result<command> command_for(const function& function, const service& service, const program_places& places) {
  if (!function.image.empty())
    return cannot_run(function, "a container image cannot be run here; expected a handler and a runtime");
  const fs::path folder = absolute(places.artifacts.empty() ? service.directory : places.artifacts);
  if (function.runtime.starts_with("provided"))
    return program_command(function, service, folder, places.artifacts.empty());
  if (function.runtime.starts_with("nodejs") || function.runtime_from == "default")
    return internal::nodejs_command(function, folder, places);
  if (function.runtime.starts_with("python3")) return internal::python_command(function, folder, places);
  return cannot_run(function, "runtime " + function.runtime +
                                  " cannot be run here; expected nodejs, python3, or provided.al2023 with a program "
                                  "named bootstrap");
}

}  // namespace lamina::config
