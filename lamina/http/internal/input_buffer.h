#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace lamina::http {

// Bytes that have come and are not used yet, in one piece; kept from message to message. Positions count from the first
// unused byte, so they survive growing and moving.
class input_buffer {
 public:
  static constexpr std::size_t first_capacity = 4096;
  static constexpr std::size_t kept_capacity = 64 * 1024;  // what a large message needed beyond this is given back

  const char* data() const noexcept { return bytes_.get() + begin_; }
  char* data() noexcept { return bytes_.get() + begin_; }
  std::size_t size() const noexcept { return end_ - begin_; }
  std::size_t spare() const noexcept { return capacity_ - end_; }
  std::string_view view() const noexcept { return {data(), size()}; }

  std::span<char> room() noexcept { return {bytes_.get() + end_, spare()}; }
  void commit(std::size_t bytes) noexcept { end_ += bytes; }

  // Makes sure of that much room. May move the bytes.
  void reserve(std::size_t bytes) {
    if (spare() >= bytes) return;
    if (begin_ >= bytes && begin_ >= capacity_ / 2) {
      std::memmove(bytes_.get(), data(), size());
    } else {
      const std::size_t capacity = std::max({first_capacity, capacity_ * 2, size() + bytes});
      auto larger = std::make_unique_for_overwrite<char[]>(capacity);
      if (size() != 0) std::memcpy(larger.get(), data(), size());
      bytes_ = std::move(larger);
      capacity_ = capacity;
    }
    end_ = size();
    begin_ = 0;
  }

  // Drops that many bytes from the front. Does not move the others: somebody may be writing behind them.
  void drop(std::size_t bytes) noexcept { begin_ += bytes; }
  // Takes out bytes from the middle; the rest moves up.
  void erase(std::size_t position, std::size_t bytes) noexcept {
    std::memmove(data() + position, data() + position + bytes, size() - position - bytes);
    end_ -= bytes;
  }

  // Only while nobody writes into room(): goes back to the start when empty, and gives back what was large.
  void rewind() noexcept {
    if (size() != 0) return;
    begin_ = end_ = 0;
    if (capacity_ <= kept_capacity) return;
    bytes_.reset();
    capacity_ = 0;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace lamina::http
