#include "lamina/gateway/metrics/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace lamina::gateway {
namespace {

std::string text_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// When the machine was started, in seconds since 1970.
double boot_time() {
  std::istringstream lines(text_of("/proc/stat"));
  for (std::string word; lines >> word;)
    if (double seconds = 0; word == "btime" && lines >> seconds) return seconds;
  return 0;
}

std::uint64_t count_descriptors() {
  std::error_code failure;
  const std::filesystem::directory_iterator all("/proc/self/fd", failure);
  if (failure) return 0;
  const auto count = std::distance(begin(all), end(all));
  return static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(count - 1, 0));  // without that of the listing
}

}  // namespace

process_figures read_process_figures() {
  process_figures made;
  // The name in brackets may have spaces: what follows it is counted from its end.
  const std::string stat = text_of("/proc/self/stat");
  std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0, system = 0, started = 0, pages = 0;
  fields >> user >> system >> skipped >> skipped >> skipped >> skipped >> made.threads >> skipped >> started >>
      made.virtual_bytes >> pages;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  made.cpu_seconds = (user + system) / ticks;
  made.start_time_seconds = boot_time() + started / ticks;
  made.resident_bytes = static_cast<std::uint64_t>(pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  made.open_descriptors = count_descriptors();
  if (rlimit limit{}; ::getrlimit(RLIMIT_NOFILE, &limit) == 0) made.max_descriptors = limit.rlim_cur;
  return made;
}

}  // namespace lamina::gateway
