#include "lamina/middlewares/cache/cache.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// A whole invocation of an engine with only this middleware, answered from memory.
void cache_hit(benchmark::State& state) {
  testing::manual_scheduler loop;
  context context(loop);
  const engine chain =
      engine([](const json::value&) { return json::parse(R"({"statusCode":200,"body":"ok"})"); }).use(cache());
  const json::value event =
      json::parse(R"({"headers":{"authorization":"x","accept":"*/*"},"body":"{}","path":"/orders/7"})");
  benchmark::DoNotOptimize(chain(event, context));
  for (auto _ : state) benchmark::DoNotOptimize(chain(event, context));
}
BENCHMARK(cache_hit);

}  // namespace
}  // namespace lamina
