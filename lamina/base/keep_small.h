#pragma once

#include <cstddef>
#include <string>

namespace lamina {

// Empties a buffer that is used again and again, and gives back its memory if that has grown beyond `kept` bytes: one
// large message is not kept for ever. (buffer = {} and buffer = std::string() keep all of it.)
inline void keep_small(std::string& buffer, std::size_t kept = 256 * 1024) {
  buffer.clear();
  if (buffer.capacity() > kept) std::string().swap(buffer);
}

}  // namespace lamina
