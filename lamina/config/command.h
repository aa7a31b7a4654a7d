#pragma once

#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"

namespace lamina::config {

// How a function is started on this machine.
struct command {
  std::vector<std::string> argv{};
  std::string working_directory{};      // what /var/task is on AWS
  std::string code_folder{};            // where the program, or the handler's module, was found
  std::string execution_environment{};  // AWS_EXECUTION_ENV; empty: provided.* has none
  std::string note{};                   // worth saying once at the start; empty: nothing
};

// Where programs are looked for.
struct program_places {
  std::string artifacts{};    // folder with what was built; empty: as the service says
  std::string runtimes{};     // folder of our own runtimes: nodejs/bootstrap.mjs, python/bootstrap.py
  std::string search_path{};  // PATH: interpreters
};

// provided.*: the program `bootstrap`, as AWS Lambda has it; the handler goes into _HANDLER only. Looked for in
// `artifacts` if that is given, else where package.artifact is (a folder, or the folder of an archive), then in the
// service's folder; in `artifacts` and the service's folder, a folder named like the function comes first.
//
// nodejs*, and functions without a runtime, which are the Framework's default: the Node.js at hand with our bootstrap.
// python3.*: the service's virtual environment, else the interpreter of that version, else any python3. The code is
// where the handler's file is: in `artifacts`, or the folders in which bundlers leave what they built
// (.webpack/service, .esbuild/.build, .build, dist), or the service's folder.
//
// Every other runtime, and container images, cannot be run: the error names file, line, key and what was expected.
result<command> command_for(const function& function, const service& service, const program_places& places);

}  // namespace lamina::config
