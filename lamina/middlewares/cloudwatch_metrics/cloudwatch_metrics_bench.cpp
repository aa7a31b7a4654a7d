#include "lamina/middlewares/cloudwatch_metrics/cloudwatch_metrics.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

// One invocation: the logger is made, two metrics are put, the line is written.
void cloudwatch_metrics_two_metrics(benchmark::State& state) {
  const cloudwatch_metrics subject({.metrics_namespace = "bench",
                                    .write_line = [](std::string_view line) { benchmark::DoNotOptimize(line.data()); },
                                    .environment = metrics_environment{.function_name = "f"}});
  testing::test_request call(nullptr);
  for (auto _ : state) {
    benchmark::DoNotOptimize(subject.before(call.request));
    metrics_of(call.context).put_metric("latency", 12.5, metric_unit::milliseconds).put_metric("calls", 1);
    subject.after(call.request);
  }
}
BENCHMARK(cloudwatch_metrics_two_metrics);

}  // namespace
}  // namespace lamina
