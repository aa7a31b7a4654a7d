#include "lamina/middlewares/sqs_partial_batch_failure/sqs_partial_batch_failure.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void sqs_partial_batch_failure_after(benchmark::State& state) {
  json::array records, outcomes;
  for (int i = 0; i < 10; ++i) {
    records.push_back(json::object{{"messageId", std::to_string(i)}});
    outcomes.push_back(json::object{{"status", i % 5 == 0 ? "rejected" : "fulfilled"}});
  }
  testing::test_request call({{"Records", records}});
  const sqs_partial_batch_failure subject({.logger = nullptr});
  for (auto _ : state) {
    call.request.response = outcomes;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK(sqs_partial_batch_failure_after);

}  // namespace
}  // namespace lamina
