#pragma once

#include <string_view>

// What the commands say to people.
namespace lamina::cli {

// One line on standard output / standard error; write errors are ignored.
void print(std::string_view line);
void print_error(std::string_view line);

// Whoever starts this program may have closed standard input, output or error: the next files and sockets that are
// opened would take their numbers, and get what is meant for people. /dev/null stands in. Before anything is opened.
void open_standard_streams();

}  // namespace lamina::cli
