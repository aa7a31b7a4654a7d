#pragma once

#include <filesystem>
#include <string>

#include "lamina/config/command.h"

namespace lamina::config::internal {

bool is_program(const std::filesystem::path& path);  // a file that may be executed

// "FILE:LINE: functions.KEY: WHAT"
error cannot_run(const function& function, const std::string& what);

// `folder` is where the code of the service is, or --artifacts.
result<command> nodejs_command(const function& function, const std::filesystem::path& folder,
                               const program_places& places);
result<command> python_command(const function& function, const std::filesystem::path& folder,
                               const program_places& places);

}  // namespace lamina::config::internal
