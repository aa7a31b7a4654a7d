#pragma once

#include <string_view>

// What the commands say to people.
namespace lamina::cli {

// One line on standard output / standard error; write errors are ignored.
void print(std::string_view line);
void print_error(std::string_view line);

}  // namespace lamina::cli
