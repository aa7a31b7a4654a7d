#include "lamina/middlewares/http_cors/http_cors.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_cors_after(benchmark::State& state, const http_cors_options& options) {
  const json::value response = {{"statusCode", 200}, {"headers", json::object()}};
  testing::test_request call({{"httpMethod", "GET"}, {"headers", {{"Origin", "https://app.example.com"}}}});
  const http_cors subject(options);
  for (auto _ : state) {
    call.request.response = response;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK_CAPTURE(http_cors_after, star, http_cors_options{.origin = "*"});
BENCHMARK_CAPTURE(http_cors_after, pattern, http_cors_options{.origins = {"https://*.example.com"}});

}  // namespace
}  // namespace lamina
