// The function that benchmarks/runtime/compare measures: gives back its event, and says at its end how often it
// allocated per invocation once warm.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "lamina/runtime/run.h"

namespace {

std::atomic<unsigned long> allocations = 0;
std::atomic<unsigned long> allocations_when_warm = 0;
std::atomic<unsigned long> invocations = 0;
constexpr unsigned long warm_up = 100;

lamina::json::value echo(const lamina::json::value& event) {
  if (++invocations == warm_up) allocations_when_warm = allocations.load();
  return event;
}

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  const int status = lamina::run(lamina::engine(echo));
  if (invocations > warm_up)
    std::fprintf(stderr, "allocations per invocation: %.2f\n",
                 static_cast<double>(allocations - allocations_when_warm) / static_cast<double>(invocations - warm_up));
  return status;
}
