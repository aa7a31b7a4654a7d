#include "lamina/middlewares/http_event_normalizer/http_event_normalizer.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_event_normalizer_before(benchmark::State& state) {
  const json::value event = {{"version", "2.0"}, {"pathParameters", nullptr}, {"rawPath", "/"}};
  testing::test_request call(event);
  for (auto _ : state) {
    call.request.event = event;
    http_event_normalizer().before(call.request);
    benchmark::DoNotOptimize(call.request.event);
  }
}
BENCHMARK(http_event_normalizer_before);

}  // namespace
}  // namespace lamina
