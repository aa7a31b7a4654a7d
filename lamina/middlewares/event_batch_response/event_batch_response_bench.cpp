#include "lamina/middlewares/event_batch_response/event_batch_response.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void event_batch_response_after(benchmark::State& state) {
  json::array records, outcomes;
  for (int i = 0; i < 10; ++i) {
    records.push_back({{"eventSource", "aws:sqs"}, {"messageId", std::to_string(i)}});
    outcomes.push_back(json::object{{"status", i % 5 == 0 ? "rejected" : "fulfilled"}});
  }
  testing::test_request call({{"Records", records}});
  for (auto _ : state) {
    call.request.response = outcomes;
    event_batch_response().after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK(event_batch_response_after);

}  // namespace
}  // namespace lamina
