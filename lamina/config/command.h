#pragma once

#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"

namespace lamina::config {

// How a function is started on this machine.
struct command {
  std::vector<std::string> argv;
  std::string working_directory;  // of the service: what /var/task is on AWS
};

// provided.*: the program `bootstrap`, as AWS Lambda has it; the handler goes into _HANDLER only. Looked for in
// `artifacts` if that is given, else where package.artifact is (a folder, or the folder of an archive), then in the
// service's folder; in `artifacts` and the service's folder, a folder named like the function comes first.
// Every other runtime, and container images, cannot be run yet: the error names file, line, key and what was expected.
result<command> command_for(const function& function, const service& service, const std::string& artifacts);

}  // namespace lamina::config
