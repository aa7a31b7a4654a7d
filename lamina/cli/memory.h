#pragma once

#include <cstddef>

namespace lamina::cli {

// Large blocks of memory go back to the system when they are freed. Left alone, glibc takes each one that is freed as a
// reason to keep still larger ones: after 10 MB bodies a gateway of 8 MB stayed at 200. From 1 MB on, fresh pages cost
// little beside the copying; from 256 KB on, bodies of 300 KB cost three times the CPU.
void give_large_blocks_back();

// The same for many smaller blocks, which glibc keeps as long as one behind them is in use: if there is much more
// memory than is in use, returns what is free. To be called now and then; allocations of other threads may wait some
// milliseconds for it. True: it did.
bool give_free_memory_back();

}  // namespace lamina::cli
