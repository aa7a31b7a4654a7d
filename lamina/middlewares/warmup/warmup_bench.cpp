#include "lamina/middlewares/warmup/warmup.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

void warmup_before(benchmark::State& state, json::value event) {
  testing::manual_scheduler loop;
  context context(loop);
  request request{event, context};
  const warmup subject;
  for (auto _ : state) benchmark::DoNotOptimize(subject.before(request));
}
BENCHMARK_CAPTURE(warmup_before, other_event, json::value({{"source", "aws.events"}}));
BENCHMARK_CAPTURE(warmup_before, warm_up_call, json::value({{"source", "serverless-plugin-warmup"}}));

}  // namespace
}  // namespace lamina
