#include <benchmark/benchmark.h>

#include <string>
#include <thread>

#include "lamina/function_pool/process_pool.h"

// CPU time of this process (the gateway's side) per invocation of a warm function that echoes; the function's own CPU
// is not in it.
namespace lamina::function_pool {
namespace {

struct load {
  explicit load(std::size_t instances, std::size_t event_bytes)
      : event('"' + std::string(event_bytes - 2, 'x') + '"'),
        pool(loop, {.argv = {TEST_FUNCTION}}, {.function_name = "echo", .max_instances = instances}) {}

  void invoke_one() {
    pool.invoke({.event = event, .request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd", .trace_id = trace}, *caller,
                [this](invocation_result) {
                  ++answered;
                  if (answered + open <= wanted)
                    invoke_one();
                  else
                    --open;
                });
  }

  // `count` invocations, `concurrency` at a time.
  void run(std::size_t count, std::size_t concurrency) {
    answered = 0;
    wanted = count;
    open = concurrency;
    for (std::size_t i = 0; i < concurrency; ++i) invoke_one();
    caller->run_until([&] { return answered == count; });
  }

  const std::string event;
  const std::string trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";
  net::event_loop loop;
  net::event_loop* caller = &loop;
  process_pool pool;
  std::size_t answered = 0, wanted = 0, open = 0;
};

void invoke_warm(benchmark::State& state) {
  const auto concurrency = static_cast<std::size_t>(state.range(0));
  const auto instances = static_cast<std::size_t>(state.range(1));
  load work(instances, static_cast<std::size_t>(state.range(2)));
  work.run(2'000, concurrency);
  for (auto _ : state) work.run(1'000, concurrency);
  state.SetItemsProcessed(state.iterations() * 1'000);
}
BENCHMARK(invoke_warm)
    ->ArgNames({"concurrency", "instances", "bytes"})
    ->Args({1, 1, 2'300})
    ->Args({16, 4, 2'300})
    ->Args({64, 4, 2'300})
    ->Args({64, 4, 100})
    ->Args({16, 4, 100'000})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

// The same with the pool at home on another thread: what handing over by post costs.
void invoke_from_another_loop(benchmark::State& state) {
  const auto concurrency = static_cast<std::size_t>(state.range(0));
  load work(static_cast<std::size_t>(state.range(1)), static_cast<std::size_t>(state.range(2)));
  net::event_loop own;
  work.caller = &own;
  std::thread home([&] { work.loop.run(); });
  work.run(2'000, concurrency);
  for (auto _ : state) work.run(1'000, concurrency);
  state.SetItemsProcessed(state.iterations() * 1'000);
  work.loop.stop();
  home.join();
}
BENCHMARK(invoke_from_another_loop)
    ->ArgNames({"concurrency", "instances", "bytes"})
    ->Args({1, 1, 2'300})
    ->Args({64, 4, 2'300})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

void start_cold(benchmark::State& state) {
  for (auto _ : state) load(1, 100).run(1, 1);
}
BENCHMARK(start_cold)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace lamina::function_pool
