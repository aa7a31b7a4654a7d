#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/config/service.h"

namespace lamina::function_pool {

// What the environment of a function needs besides the function itself.
struct environment_settings {
  std::string region = "us-east-1";
  std::string task_root = "/var/task";  // LAMBDA_TASK_ROOT and PWD: where the function's code is
  std::string runtime_directory = "/var/runtime";
  std::string execution_environment{};  // AWS_EXECUTION_ENV, "AWS_Lambda_nodejs20.x"; empty: not set (provided.*)
  // Variables that replace or join the recorded ones (PATH, credentials, NODE_PATH); the function's own come after.
  std::map<std::string, std::string> overrides{};
};

struct function_environment {
  std::map<std::string, std::string> variables;
  std::vector<std::string> warnings;  // one per variable that was left out, naming file, line and key
};

// The environment AWS Lambda gives a function (recorded names and values), then the overrides, then what the service
// says: text as it is, numbers and booleans as JSON writes them, null unsets, and what is a CloudFormation object is
// left out with a warning. _HANDLER and AWS_LAMBDA_RUNTIME_API cannot be changed.
function_environment make_function_environment(const config::function& function, const environment_settings& settings);

// "NAME=value" for each, plus what differs between instances: the address of the Runtime API ("127.0.0.1:9001") and the
// log stream.
std::vector<std::string> instance_environment(const std::map<std::string, std::string>& variables,
                                              std::string_view runtime_api, std::string_view log_stream);

}  // namespace lamina::function_pool
