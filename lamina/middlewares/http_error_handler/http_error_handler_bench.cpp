#include "lamina/middlewares/http_error_handler/http_error_handler.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_error_handler_on_error(benchmark::State& state, const error& failure) {
  testing::test_request call(nullptr);
  const http_error_handler subject({.logger = nullptr});
  for (auto _ : state) {
    call.request.response.reset();
    call.request.error = failure;
    subject.on_error(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK_CAPTURE(http_error_handler_on_error, shown, error(415));
BENCHMARK_CAPTURE(http_error_handler_on_error, hidden, error("out of disk"));

}  // namespace
}  // namespace lamina
