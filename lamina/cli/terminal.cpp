#include "lamina/cli/terminal.h"

#include <cstdio>

namespace lamina::cli {
namespace {

void write_line(std::FILE* to, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), to);
  std::fputc('\n', to);
  std::fflush(to);
}

}  // namespace

void print(std::string_view line) { write_line(stdout, line); }
void print_error(std::string_view line) { write_line(stderr, line); }

}  // namespace lamina::cli
