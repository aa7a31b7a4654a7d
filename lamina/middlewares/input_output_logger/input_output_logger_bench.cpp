#include "lamina/middlewares/input_output_logger/input_output_logger.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

void input_output_logger_before(benchmark::State& state) {
  testing::manual_scheduler loop;
  context context(loop);
  json::value event = json::parse(R"({"headers":{"authorization":"x","accept":"*/*"},"body":"{}","path":"/"})");
  request request{event, context};
  const input_output_logger subject({.logger = [](const json::value& message) { benchmark::DoNotOptimize(&message); },
                                     .omit_paths = {"event.headers.authorization"}});
  for (auto _ : state) subject.before(request);
}
BENCHMARK(input_output_logger_before);

}  // namespace
}  // namespace lamina
