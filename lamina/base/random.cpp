#include "lamina/base/random.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace lamina {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

void read_kernel(char* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::getrandom(out, size, 0);
    if (got < 0 && errno != EINTR) std::abort();  // no randomness: nothing that asks for it may go on
    if (got <= 0) continue;
    out += got;
    size -= static_cast<std::size_t>(got);
  }
}

struct reserve {
  std::array<char, 4096> bytes;
  std::size_t used = 4096;
};
thread_local reserve drawn;

}  // namespace

void random_bytes(char* out, std::size_t size) {
  if (size > drawn.bytes.size() / 4) return read_kernel(out, size);
  if (drawn.bytes.size() - drawn.used < size) {
    read_kernel(drawn.bytes.data(), drawn.bytes.size());
    drawn.used = 0;
  }
  char* from = drawn.bytes.data() + drawn.used;
  std::memcpy(out, from, size);
  std::memset(from, 0, size);  // a byte that was handed out is not kept
  drawn.used += size;
}

void random_hex_to(std::string& out, std::size_t digits) {
  char bytes[32];
  while (digits > 0) {
    const std::size_t now = std::min(digits, 2 * sizeof bytes);
    random_bytes(bytes, (now + 1) / 2);
    for (std::size_t i = 0; i < now; ++i) out += hex[static_cast<unsigned char>(bytes[i / 2]) >> (i % 2 * 4) & 15];
    digits -= now;
  }
}

std::string random_uuid() {
  std::string digits;
  random_hex_to(digits, 32);
  digits[12] = '4';
  digits[16] = hex[8 | (hex.find(digits[16]) & 3)];
  for (const std::size_t at : {8, 13, 18, 23}) digits.insert(at, 1, '-');
  return digits;
}

}  // namespace lamina
