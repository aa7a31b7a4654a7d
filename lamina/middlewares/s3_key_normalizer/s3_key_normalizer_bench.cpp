#include "lamina/middlewares/s3_key_normalizer/s3_key_normalizer.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void s3_key_normalizer_before(benchmark::State& state) {
  const json::value event = json::parse(
      R"({"Records":[{"eventSource":"aws:s3","eventVersion":"2.1","s3":{"object":{"key":"my+holiday%2Fpicture+1.jpg"}}}]})");
  testing::test_request call(nullptr);
  const s3_key_normalizer subject;
  for (auto _ : state) {
    call.request.event = event;
    benchmark::DoNotOptimize(subject.before(call.request));
  }
}
BENCHMARK(s3_key_normalizer_before);

}  // namespace
}  // namespace lamina
