#include "lamina/function_pool/function_environment.h"

#include <array>

namespace lamina::function_pool {
namespace {

constexpr std::array<std::string_view, 2> fixed = {"_HANDLER", "AWS_LAMBDA_RUNTIME_API"};

std::map<std::string, std::string> recorded(const config::function& function, const environment_settings& settings) {
  std::map<std::string, std::string> all = {
      {"AWS_REGION", settings.region},
      {"AWS_DEFAULT_REGION", settings.region},
      {"AWS_LAMBDA_FUNCTION_NAME", function.name},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(function.memory_mb)},
      {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
      {"AWS_XRAY_DAEMON_ADDRESS", "169.254.79.129:2000"},
      {"_AWS_XRAY_DAEMON_ADDRESS", "169.254.79.129"},
      {"_AWS_XRAY_DAEMON_PORT", "2000"},
      {"LAMBDA_TASK_ROOT", settings.task_root},
      {"LAMBDA_RUNTIME_DIR", settings.runtime_directory},
      {"PWD", settings.task_root},
      {"LANG", "en_US.UTF-8"},
      {"TZ", ":UTC"},
      {"PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"},
      {"LD_LIBRARY_PATH", "/var/lang/lib:/lib64:/usr/lib64:" + settings.runtime_directory + ":" +
                              settings.runtime_directory + "/lib:" + settings.task_root + ":" + settings.task_root +
                              "/lib:/opt/lib"},
      {"AWS_ACCESS_KEY_ID", "lamina"},
      {"AWS_SECRET_ACCESS_KEY", "lamina"},
      {"AWS_SESSION_TOKEN", "lamina"}};
  if (!settings.execution_environment.empty()) all["AWS_EXECUTION_ENV"] = settings.execution_environment;
  return all;
}

std::string left_out(const config::function& function, const std::string& name, std::string_view why) {
  config::location where = function.where;
  where.key = "functions." + function.key + ".environment." + name;
  return where.text() + ": " + std::string(why);
}

void apply(function_environment& to, const config::function& function, const std::string& name,
           const json::value& value) {
  for (const std::string_view reserved : fixed)
    if (name == reserved) {
      to.warnings.push_back(left_out(function, name, "is set by the service and cannot be changed; ignored"));
      return;
    }
  const bool has_nul = value.is_string() && std::string_view(value.get_string()).find('\0') != std::string_view::npos;
  if (name.empty() || name.find('=') != std::string::npos || name.find('\0') != std::string::npos || has_nul)
    to.warnings.push_back(left_out(function, name, "cannot be an environment variable; left out"));
  else if (value.is_null())
    to.variables.erase(name);
  else if (value.is_string())
    to.variables[name] = std::string_view(value.get_string());
  else if (value.is_object() || value.is_array())
    to.warnings.push_back(
        left_out(function, name,
                 "expected text, got " + json::serialize(value) + ", which only CloudFormation can resolve; left out"));
  else
    to.variables[name] = json::serialize(value);
}

}  // namespace

function_environment make_function_environment(const config::function& function, const environment_settings& settings) {
  function_environment made{.variables = recorded(function, settings), .warnings = {}};
  // The recorded token would belong to other keys: long-term ones have none.
  if (settings.overrides.contains("AWS_ACCESS_KEY_ID")) made.variables.erase("AWS_SESSION_TOKEN");
  for (const auto& [name, value] : settings.overrides) made.variables[name] = value;
  made.variables["_HANDLER"] = function.handler;
  for (const auto& [name, value] : function.environment) apply(made, function, name, value);
  return made;
}

std::vector<std::string> instance_environment(const std::map<std::string, std::string>& variables,
                                              std::string_view runtime_api, std::string_view log_stream) {
  std::vector<std::string> all;
  all.reserve(variables.size() + 2);
  for (const auto& [name, value] : variables)
    if (name != "AWS_LAMBDA_RUNTIME_API" && name != "AWS_LAMBDA_LOG_STREAM_NAME") all.push_back(name + "=" + value);
  all.push_back("AWS_LAMBDA_RUNTIME_API=" + std::string(runtime_api));
  all.push_back("AWS_LAMBDA_LOG_STREAM_NAME=" + std::string(log_stream));
  return all;
}

}  // namespace lamina::function_pool
