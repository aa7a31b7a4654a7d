#include "lamina/middlewares/http_security_headers/http_security_headers.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_security_headers_after(benchmark::State& state) {
  const json::value response = {{"statusCode", 200}, {"headers", json::object()}};
  testing::test_request call(nullptr);
  const http_security_headers subject;
  for (auto _ : state) {
    call.request.response = response;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK(http_security_headers_after);

}  // namespace
}  // namespace lamina
