#include <benchmark/benchmark.h>

#include <string>

#include "lamina/base/utf8.h"
#include "lamina/websocket/internal/client_frame.h"
#include "lamina/websocket/internal/frame_reader.h"

namespace lamina::websocket {
namespace {

const session_limits limits{.binary_messages = true};

std::string text_of(std::size_t size, std::string_view pattern) {
  std::string text;
  while (text.size() + pattern.size() <= size) text += pattern;
  return text.append(size - text.size(), '.');
}

// 64 KB of frames with that payload, as they come with one read. Their mask is zero, which costs the same and leaves
// them as they are for the next round.
void read_frames(benchmark::State& state, unsigned opcode, const std::string& payload) {
  std::string frame = client_frame{.opcode = opcode, .payload = payload}.bytes();
  const std::size_t head = frame.size() - payload.size();
  frame.replace(head - 4, 4, std::string(4, '\0'));
  frame.replace(head, payload.size(), payload);
  std::string bytes;
  std::int64_t count = 0;
  do {
    bytes += frame;
    ++count;
  } while (bytes.size() + frame.size() <= 64 * 1024);
  frame_reader reader(limits);
  for (auto _ : state) {
    std::span<char> left(bytes);
    std::int64_t found = 0;
    while (reader.next(left).what != frame_reader::kind::nothing) ++found;
    if (found != count) return state.SkipWithError("not all frames were read");
  }
  state.SetItemsProcessed(state.iterations() * count);
  state.SetBytesProcessed(state.iterations() * count * static_cast<std::int64_t>(payload.size()));
}

constexpr std::string_view ascii = R"({"action":"message","data":"some words"})";
constexpr std::string_view mixed = R"({"név":"Árvíztűrő tükörfúrógép 漢字","data":"words"})";

void small_text(benchmark::State& state) { read_frames(state, 1, text_of(76, ascii)); }
void large_text(benchmark::State& state) { read_frames(state, 1, text_of(32'000, ascii)); }
void large_text_not_ascii(benchmark::State& state) { read_frames(state, 1, text_of(32'000, mixed)); }
void large_binary(benchmark::State& state) { read_frames(state, 2, text_of(32'000, mixed)); }
BENCHMARK(small_text);
BENCHMARK(large_text);
BENCHMARK(large_text_not_ascii);
BENCHMARK(large_binary);

void check_utf8(benchmark::State& state, const std::string& text) {
  for (auto _ : state) benchmark::DoNotOptimize(is_utf8(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
void check_ascii(benchmark::State& state) { check_utf8(state, text_of(32'000, ascii)); }
void check_mixed(benchmark::State& state) { check_utf8(state, text_of(32'000, mixed)); }
BENCHMARK(check_ascii);
BENCHMARK(check_mixed);

}  // namespace
}  // namespace lamina::websocket
