#include "lamina/function_pool/line_splitter.h"

#include <cstdint>
#include <cstdlib>

// The first byte says how long lines may be, the second how the rest is cut into pieces: no line is longer, none has an
// end of line in it, and the pieces change nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t limit = data[0] + 1U;
  const std::size_t piece = data[1] + 1U;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto lines_of = [&](std::size_t step) {
    std::string lines;
    const auto take = [&](std::string_view line) {
      if (line.size() > limit || line.find('\n') != std::string_view::npos) std::abort();
      lines.append(line).append("\n");
    };
    lamina::function_pool::line_splitter splitter(limit);
    for (std::size_t at = 0; at < text.size(); at += step) splitter.feed(text.substr(at, step), take);
    splitter.finish(take);
    return lines;
  };
  if (lines_of(piece) != lines_of(text.size() + 1)) std::abort();
  return 0;
}
