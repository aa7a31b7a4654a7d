#include "lamina/cli/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <fstream>

namespace lamina::cli {
namespace {

constexpr std::size_t much = 16 * 1024 * 1024;  // beside what is in use

// In memory, without what is mapped from files.
std::size_t resident_bytes() {
  std::size_t all = 0, resident = 0, of_files = 0;
  std::ifstream("/proc/self/statm") >> all >> resident >> of_files;
  return (resident - of_files) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

void give_large_blocks_back() {
  ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
}

bool give_free_memory_back() {
  const struct mallinfo2 now = ::mallinfo2();
  if (resident_bytes() < now.uordblks + now.hblkhd + much) return false;
  ::malloc_trim(0);
  return true;
}

}  // namespace lamina::cli
