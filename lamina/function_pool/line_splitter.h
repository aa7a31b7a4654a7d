#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lamina::function_pool {

// Cuts a stream of bytes into lines, whatever the size of its pieces. A line longer than the limit is handed on in
// pieces of that size, so memory stays bounded. "\n" ends a line, a "\r" before it is dropped; empty lines count.
class line_splitter {
 public:
  explicit line_splitter(std::size_t max_line_bytes) : max_(max_line_bytes) {}

  // Calls take(std::string_view) for each line that is complete; the view is good during the call.
  template <class Take>
  void feed(std::string_view bytes, Take&& take) {
    while (!bytes.empty()) {
      const std::size_t room = max_ - pending_.size();
      const std::size_t end = bytes.substr(0, room + 1).find('\n');
      if (end == std::string_view::npos && bytes.size() <= room) {
        pending_ += bytes;
        return;
      }
      const bool is_cut = end == std::string_view::npos;
      give(bytes.substr(0, is_cut ? room : end), is_cut, take);
      bytes.remove_prefix(is_cut ? room : end + 1);
    }
  }

  // The stream has ended: what is left is a line.
  template <class Take>
  void finish(Take&& take) {
    if (!pending_.empty()) give({}, false, take);
  }

 private:
  template <class Take>
  void give(std::string_view rest, bool is_cut, Take& take) {
    if (!pending_.empty()) rest = pending_ += rest;
    if (!is_cut && rest.ends_with('\r')) rest.remove_suffix(1);
    take(rest);
    pending_.clear();
  }

  std::size_t max_;
  std::string pending_;
};

}  // namespace lamina::function_pool
