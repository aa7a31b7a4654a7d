#include "lamina/middlewares/error_logger/error_logger.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

void error_logger_on_error(benchmark::State& state) {
  testing::manual_scheduler loop;
  context context(loop);
  json::value event;
  request request{event, context, {}, error(422, "bad")};
  const error_logger subject({.logger = [](const lamina::request& logged) { benchmark::DoNotOptimize(logged.error); }});
  for (auto _ : state) subject.on_error(request);
}
BENCHMARK(error_logger_on_error);

}  // namespace
}  // namespace lamina
