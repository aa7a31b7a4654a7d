#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace lamina::function_pool {

// The end of what is written line by line, as much as the Invoke API shows of a log: 4 KB.
class log_tail {
 public:
  static constexpr std::size_t max_bytes = 4096;

  void add(std::string_view line) {
    if (line.size() > max_bytes) line.remove_prefix(line.size() - max_bytes);
    if (text_.size() + line.size() > 4 * max_bytes) shorten();
    text_.append(line).append("\n");
  }
  std::string take() {
    shorten();
    return std::exchange(text_, {});
  }

 private:
  void shorten() {
    if (text_.size() > max_bytes) text_.erase(0, text_.size() - max_bytes);
  }

  std::string text_;
};

}  // namespace lamina::function_pool
