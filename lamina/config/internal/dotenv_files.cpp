#include <algorithm>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/dotenv.h"

namespace lamina::config {
namespace {

constexpr std::string_view plugin = "serverless-dotenv-plugin";

std::map<std::string, std::string> read_file(const std::filesystem::path& path, resolver& variables) {
  const auto text = read_text(path);
  return text ? read_dotenv(*text, variables.env()) : std::map<std::string, std::string>();
}

std::string option(const std::map<std::string, std::string>& from, const char* name) {
  const auto found = from.find(name);
  return found == from.end() ? std::string() : found->second;
}

// The plugin's name for the environment: NODE_ENV, --env, --stage, development.
std::string environment_name(building& into, const std::map<std::string, std::string>& options) {
  for (const std::string& name :
       {option(into.all.variables().env(), "NODE_ENV"), option(options, "env"), option(options, "stage")})
    if (!name.empty()) return name;
  return "development";
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

// Framework: .env.<stage> when it is there, else .env; what is set already wins; functions do not get it.
void load_dotenv(building& into, const std::optional<std::filesystem::path>& directory) {
  const node wanted = into.root["useDotenv"];
  if (!directory || !(wanted.is_given() && !wanted.is_false())) return;
  resolver& variables = into.all.variables();
  const std::filesystem::path of_stage = *directory / (".env." + variables.stage());
  std::error_code failure;
  const bool staged = std::filesystem::exists(of_stage, failure);
  variables.add_environment(read_file(staged ? of_stage : *directory / ".env", variables));
}

std::map<std::string, std::string> dotenv_plugin_values(building& into,
                                                        const std::optional<std::filesystem::path>& directory,
                                                        const std::map<std::string, std::string>& options) {
  const auto plugins = into.root["plugins"].texts("it is ignored");
  std::map<std::string, std::string> values;
  if (!directory || !has(plugins, std::string(plugin))) return values;
  const node config = into.root["custom"]["dotenv"];
  const auto file = config["path"].text("the usual files are read");
  const std::filesystem::path base = *directory / config["basePath"].text("it is ignored").value_or("");
  const std::string name = environment_name(into, options);
  std::vector<std::filesystem::path> files = {base / ".env", base / ".env.local", base / (".env." + name),
                                              base / (".env." + name + ".local")};
  if (file) files = {*directory / *file};
  for (const auto& path : files)
    for (auto& [key, value] : read_file(path, into.all.variables())) values[key] = std::move(value);

  const auto include = config["include"].texts("it is ignored");
  const auto exclude = config["exclude"].texts("it is ignored");
  std::erase_if(values, [&](const auto& one) {
    return (!include.empty() && !has(include, one.first)) || has(exclude, one.first);
  });
  into.all.variables().add_environment(values);
  return values;
}

}  // namespace lamina::config
