#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/config/warning.h"
#include "lamina/json/json.h"

// Reads a serverless.yml as the Serverless Framework 3 does, without it: YAML, variables, defaults, events.
namespace lamina::config {

// What the outside says. Nothing else is looked at: not the process environment, not AWS.
struct load_options {
  std::map<std::string, std::string> opt;     // the command line: stage, region, and any --opt name=value
  std::map<std::string, std::string> env;     // the process environment, for ${env:}; .env files are added to it
  std::map<std::string, std::string> params;  // --param name=value, before params.<stage> of the file
  // Values that AWS would be asked for: {"/path/of/parameter": value}, {"stack.Output": value}, {"bucket/key": value}.
  json::object ssm, cf, s3;
  std::string account_id = "000000000000";
};

// `path`: the file, or a directory with a serverless.yml, .yaml or .json. The result is final: variables resolved,
// defaults filled in. What cannot be resolved is a warning as long as nothing served depends on it; a broken file is an
// error with file, line, key and what was expected there. Never throws; the text may come from anybody.
result<service> load_serverless(const std::filesystem::path& path, const load_options& options, warnings& warned);

// The same for the text of a serverless.yml; no file is opened, every ${file(...)} is missing.
result<service> load_serverless_text(std::string_view text, const load_options& options, warnings& warned);

}  // namespace lamina::config
