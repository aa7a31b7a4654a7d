#include "lamina/config/internal/managed_runtime.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

namespace lamina::config::internal {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> built_folders = {".webpack/service", ".esbuild/.build", ".build", "dist"};

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::optional<fs::path> find_on_path(const std::string& name, std::string_view search_path) {
  while (!search_path.empty()) {
    const auto end = std::min(search_path.find(':'), search_path.size());
    if (const fs::path found = fs::path(search_path.substr(0, end)) / name; is_program(found)) return found;
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
  }
  return std::nullopt;
}

// The folders that may hold the code, the most likely first.
std::vector<fs::path> roots(const function& function, const fs::path& folder, bool given) {
  if (given) return {folder / function.key, folder};
  std::vector<fs::path> all;
  if (!function.artifact.empty()) all.push_back((folder / function.artifact).lexically_normal());
  for (const std::string_view built : built_folders) all.push_back(folder / built);
  all.push_back(folder / ".webpack" / function.key);
  all.push_back(folder);
  return all;
}

// The first folder in which `module` is a file with one of the endings.
std::optional<fs::path> root_with(const std::vector<fs::path>& all, const std::string& module,
                                  std::initializer_list<std::string_view> endings) {
  for (const fs::path& root : all)
    for (const std::string_view ending : endings)
      if (is_file(root / (module + std::string(ending)))) return root;
  return std::nullopt;
}

error no_code(const function& function, const fs::path& folder, const std::string& file, std::string_view more) {
  const std::string_view assumed =
      function.runtime_from == "default" ? " (no runtime is given: nodejs, as the Serverless Framework has it)" : "";
  return cannot_run(function, "handler " + function.handler + ": there is no file " + file + " in " + folder.string() +
                                  std::string(more) + std::string(assumed));
}

error no_runtime_files(const function& function, const fs::path& missing) {
  return cannot_run(function, missing.string() + " is missing: this installation of lamina is not whole");
}

// "src/api.routes.get": src/api
std::string nodejs_module(const std::string& handler) {
  const auto slash = handler.rfind('/');
  return handler.substr(0, handler.find('.', slash == std::string::npos ? 0 : slash));
}

// "src/api.handler" and "src.api.handler": src/api
std::string python_module(const std::string& handler) {
  std::string module = handler.substr(0, handler.rfind('.'));
  std::replace(module.begin(), module.end(), '.', '/');
  return module;
}

std::optional<fs::path> find_python(const std::string& runtime, const fs::path& folder, std::string_view search_path) {
  for (const char* environment : {".venv", "venv"})
    if (fs::path own = folder / environment / "bin" / "python"; is_program(own)) return own;
  if (auto found = find_on_path(runtime, search_path)) return found;  // "python3.11" is the interpreter's name too
  return find_on_path("python3", search_path);
}

}  // namespace

bool is_program(const fs::path& path) { return is_file(path) && ::access(path.c_str(), X_OK) == 0; }

error cannot_run(const function& function, const std::string& what) {
  return error(function.where.text() + ": " + what);
}

result<command> nodejs_command(const function& function, const fs::path& folder, const program_places& places) {
  const std::string runtime = function.runtime_from == "default" ? "nodejs" : function.runtime;
  const auto node = find_on_path("node", places.search_path);
  if (!node)
    return cannot_run(function,
                      "runtime " + runtime + " needs the program node, which is not in PATH (Debian: nodejs)");
  const std::string module = nodejs_module(function.handler);
  const auto all = roots(function, folder, !places.artifacts.empty());
  const auto root = root_with(all, module, {"", ".js", ".mjs", ".cjs", "/index.js", "/package.json"});
  if (!root) {
    const bool is_typescript = root_with(all, module, {".ts", ".mts", ".cts", ".tsx"}).has_value();
    return no_code(function, folder, module + ".js (or .mjs, .cjs)",
                   is_typescript ? "; its TypeScript must be built first, and is found where serverless-esbuild, "
                                   "serverless-webpack or tsc leave it (.esbuild/.build, .webpack/service, .build, "
                                   "dist), or where --artifacts says"
                                 : " (--artifacts names another folder)");
  }
  const fs::path bootstrap = fs::path(places.runtimes) / "nodejs" / "bootstrap.mjs";
  if (!is_file(bootstrap)) return no_runtime_files(function, bootstrap);
  return command{.argv = {node->string(), bootstrap.string()},
                 .working_directory = root->string(),
                 .code_folder = root->string(),
                 .execution_environment = runtime == "nodejs" ? "" : "AWS_Lambda_" + runtime,
                 .note = runtime + " is the Node.js at hand, " + node->string()};
}

result<command> python_command(const function& function, const fs::path& folder, const program_places& places) {
  const auto python = find_python(function.runtime, folder, places.search_path);
  if (!python)
    return cannot_run(function, "runtime " + function.runtime + " needs the program python3, which is not in PATH");
  const std::string module = python_module(function.handler);
  const auto root = root_with(roots(function, folder, !places.artifacts.empty()), module, {".py", "/__init__.py"});
  if (!root) return no_code(function, folder, module + ".py", " (--artifacts names another folder)");
  const fs::path bootstrap = fs::path(places.runtimes) / "python" / "bootstrap.py";
  if (!is_file(bootstrap)) return no_runtime_files(function, bootstrap);
  return command{.argv = {python->string(), bootstrap.string()},
                 .working_directory = root->string(),
                 .code_folder = root->string(),
                 .execution_environment = "AWS_Lambda_" + function.runtime,
                 .note = function.runtime + " is " + python->string()};
}

}  // namespace lamina::config::internal
