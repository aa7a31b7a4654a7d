#include "lamina/middlewares/cloudformation_response/cloudformation_response.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void cloudformation_response_after(benchmark::State& state) {
  testing::test_request call({{"RequestId", "r"}, {"LogicalResourceId", "l"}, {"StackId", "s"}}, std::nullopt,
                             {{"logStreamName", "stream"}});
  const cloudformation_response subject;
  for (auto _ : state) {
    call.request.response.reset();
    benchmark::DoNotOptimize(subject.after(call.request));
  }
}
BENCHMARK(cloudformation_response_after);

}  // namespace
}  // namespace lamina
