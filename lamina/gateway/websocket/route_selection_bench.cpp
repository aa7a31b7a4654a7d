#include "lamina/gateway/websocket/route_selection.h"

#include <benchmark/benchmark.h>

namespace lamina::gateway {
namespace {

// Range: bytes of the message; the key stands first, but all of the message must be JSON.
void key_of_a_message(benchmark::State& state) {
  const route_selection selection = *route_selection::compile("$request.body.action");
  std::string message = R"({"action":"sendmessage","data":{"room":"room1234","tags":["a","b",1,2,null]},"text":")";
  if (message.size() + 2 < static_cast<std::size_t>(state.range(0)))
    message.resize(static_cast<std::size_t>(state.range(0)) - 2, 'x');
  message += "\"}";
  std::string storage;
  for (auto _ : state) benchmark::DoNotOptimize(selection.key_of(message, storage));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * message.size()));
}
BENCHMARK(key_of_a_message)->Arg(64)->Arg(4096)->Arg(128 * 1024);

// The most work that bytes can make: many names, none of them the one.
void key_of_many_names(benchmark::State& state) {
  const route_selection selection = *route_selection::compile("$request.body.action");
  std::string message = "{";
  while (message.size() < 128 * 1024) message += R"("\u0061":0,)";
  message += R"("action":"x"})";
  std::string storage;
  for (auto _ : state) benchmark::DoNotOptimize(selection.key_of(message, storage));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * message.size()));
}
BENCHMARK(key_of_many_names);

}  // namespace
}  // namespace lamina::gateway
