#pragma once

#include <cstddef>
#include <string>

namespace lamina {

// Random bytes of the kernel's generator, good for keys: the only door to randomness. Any thread; each draws ahead into
// a small buffer of its own, so a few bytes cost a few nanoseconds. A child made by fork() without exec must not use
// it.
void random_bytes(char* out, std::size_t size);

// `digits` lower-case hexadecimal digits, appended.
void random_hex_to(std::string& out, std::size_t digits);

// A version 4 UUID: "3f0c8a52-9d1e-4b7a-8c66-0a4b5d2e7f91".
std::string random_uuid();

}  // namespace lamina
