#include "lamina/config/serverless.h"

#include <optional>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/known_keys.h"
#include "lamina/config/internal/yaml_reader.h"

namespace lamina::config {
namespace {

namespace fs = std::filesystem;

void check_service_name(loading& all, const service& out, const node& root) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string rest = std::string(letters) + "0123456789-";
  const bool good = out.name.size() > 1 && letters.find(out.name[0]) != std::string_view::npos &&
                    out.name.find_first_not_of(rest) == std::string::npos;
  if (!good && !out.name.empty())
    all.warn(root["service"].where(),
             "AWS takes only names of two or more letters, digits and -, starting with a letter; this is '" + out.name +
                 "'");
}

// Order matters: the stage decides which .env file is read, and .env decides what the rest says.
result<service> build(const document& file, const std::optional<fs::path>& directory, const load_options& options,
                      warnings& warned) {
  file_source files(directory, warned);
  resolver variables(file, options, files);
  loading all(variables, warned);
  const node root(all, variables.root());
  if (!root.is_map())
    return error(file.file + ": expected a map with `service`, `provider` and `functions`, found " + root.kind());
  service out;
  out.directory = directory ? directory->string() : "";
  building into{all, out, {}, root, {}, {}};
  load_dotenv(into, directory);
  const auto plugin_values = dotenv_plugin_values(into, directory, options.opt);

  check_top_keys(all, root);
  read_provider(into);
  for (const auto& [name, value] : plugin_values) into.defaults.environment[name] = json::string(value);
  if (!all.failure()) read_functions(into);
  if (!all.failure()) finish_routes(into);
  check_service_name(all, out, root);
  if (all.failure()) return *all.failure();
  return out;
}

result<fs::path> find_file(const fs::path& path) {
  std::error_code failure;
  if (!fs::is_directory(path, failure)) return path;
  for (const char* name : {"serverless.yml", "serverless.yaml", "serverless.json"})
    if (fs::exists(path / name, failure)) return path / name;
  for (const char* name : {"serverless.ts", "serverless.js", "serverless.cjs", "serverless.mjs"})
    if (fs::exists(path / name, failure))
      return error((path / name).string() +
                   " is a program; expected serverless.yml, .yaml or .json (`serverless print` writes one)");
  return error("no serverless.yml, serverless.yaml or serverless.json in " + path.string());
}

result<document> read_document(const fs::path& path, warnings& warned) {
  const auto text = read_text(path);
  if (!text) return error("the file " + path.string() + " cannot be read");
  const std::string name = path.filename().string();
  if (path.extension() != ".json") return read_yaml(*text, name, warned);
  document out;
  out.file = name;
  auto root = json::try_parse(*text);
  if (!root) return error(name + ": not JSON: " + root.error().message);
  out.root = *std::move(root);
  return out;
}

// The last line of defence: whatever the libraries below throw is an error of the file.
template <class Load>
result<service> guarded(Load load) {
  try {
    return load();
  } catch (const std::exception& caught) {
    return error(std::string("the configuration cannot be read: ") + caught.what());
  }
}

}  // namespace

result<service> load_serverless(const fs::path& path, const load_options& options, warnings& warned) {
  return guarded([&]() -> result<service> {
    const auto file = find_file(path);
    if (!file) return file.error();
    const auto read = read_document(*file, warned);
    if (!read) return read.error();
    return build(*read, fs::absolute(*file).lexically_normal().parent_path(), options, warned);
  });
}

result<service> load_serverless_text(std::string_view text, const load_options& options, warnings& warned) {
  return guarded([&]() -> result<service> {
    const auto read = read_yaml(text, "serverless.yml", warned);
    if (!read) return read.error();
    return build(*read, std::nullopt, options, warned);
  });
}

}  // namespace lamina::config
