#include "lamina/cli/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace lamina::cli {
namespace {

void write_line(std::FILE* to, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), to);
  std::fputc('\n', to);
  std::fflush(to);
}

}  // namespace

void open_standard_streams() {
  for (int opened = 0; opened >= 0 && opened <= STDERR_FILENO;) {
    opened = ::open("/dev/null", O_RDWR);
    if (opened > STDERR_FILENO) ::close(opened);
  }
}

void print(std::string_view line) { write_line(stdout, line); }
void print_error(std::string_view line) { write_line(stderr, line); }

}  // namespace lamina::cli
