#pragma once

#include <cstdint>

namespace lamina::gateway {

// Of this process, as the system says it. 0: not known.
struct process_figures {
  double cpu_seconds = 0;         // user and system
  double start_time_seconds = 0;  // since 1970
  std::uint64_t resident_bytes = 0, virtual_bytes = 0;
  std::uint64_t open_descriptors = 0, max_descriptors = 0;
  std::uint64_t threads = 0;
};

process_figures read_process_figures();

}  // namespace lamina::gateway
