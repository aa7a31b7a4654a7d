#include "lamina/middlewares/event_normalizer/event_normalizer.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void event_normalizer_before(benchmark::State& state) {
  json::array records;
  for (int i = 0; i < 10; ++i) records.push_back({{"eventSource", "aws:sqs"}, {"body", R"({"id":7,"name":"ada"})"}});
  const json::value event = {{"Records", records}};
  testing::test_request call(nullptr);
  const event_normalizer subject;
  for (auto _ : state) {
    call.request.event = event;
    benchmark::DoNotOptimize(subject.before(call.request));
  }
}
BENCHMARK(event_normalizer_before);

}  // namespace
}  // namespace lamina
