#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "lamina/function_pool/line_splitter.h"
#include "lamina/net/event_loop.h"

namespace lamina::function_pool {

// Reads what a process prints, line by line. A flood cannot hold up the loop or fill the memory: only so many bytes per
// second are read, and beyond that the process waits in its own write. On the loop's thread.
class output_reader {
 public:
  using sink = std::function<void(std::string_view line)>;

  // Owns `fd`, which does not block.
  output_reader(net::event_loop& loop, int fd, std::size_t max_line_bytes, std::size_t max_bytes_per_second, sink take);
  ~output_reader();

  // Reads what is there now, as much as a pipe holds; the limit does not apply.
  void drain();
  // Everything there is, then the last line even without its end: the process is gone.
  void finish();
  bool has_spoken() const noexcept;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace lamina::function_pool
