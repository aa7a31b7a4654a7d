#include "lamina/config/command.h"

#include <unistd.h>

#include <filesystem>

namespace lamina::config {
namespace {

error at(const function& function, const std::string& what) { return error(function.where.text() + ": " + what); }

bool is_program(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

// Where `bootstrap` may be. A package.artifact that is a folder holds it; one that is an archive was made beside it.
std::vector<std::filesystem::path> places(const function& function, const std::filesystem::path& folder, bool own) {
  std::vector<std::filesystem::path> out;
  if (own && !function.artifact.empty()) {
    const std::filesystem::path artifact = (folder / function.artifact).lexically_normal();
    out = {artifact / "bootstrap", artifact.parent_path() / "bootstrap"};
  }
  out.push_back(folder / function.key / "bootstrap");
  out.push_back(folder / "bootstrap");
  return out;
}

}  // namespace

result<command> command_for(const function& function, const service& service, const std::string& artifacts) {
  if (!function.image.empty())
    return at(function, "a container image cannot be run here; expected a handler and runtime: provided.al2023");
  if (function.runtime_from == "default")
    return at(function,
              "no runtime is given, here or under provider; write runtime: provided.al2023 for a program "
              "named bootstrap");
  if (!function.runtime.starts_with("provided"))
    return at(function, "runtime " + function.runtime +
                            " cannot be run here yet; expected provided.al2023 with a program named bootstrap");
  std::error_code ignored;
  const std::filesystem::path given = artifacts.empty() ? service.directory : artifacts;
  const std::filesystem::path folder = std::filesystem::absolute(given.empty() ? "." : given, ignored);
  for (const auto& path : places(function, folder, artifacts.empty()))
    if (is_program(path))
      return command{{path.string()},
                     std::filesystem::absolute(service.directory.empty() ? "." : service.directory).string()};
  return at(function, "no program: expected an executable " + (folder / "bootstrap").string() + " or " +
                          (folder / function.key / "bootstrap").string() + " (--artifacts names another folder)");
}

}  // namespace lamina::config
