#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_header_normalizer_before(benchmark::State& state, const json::object& headers) {
  testing::test_request call({{"headers", headers}});
  const http_header_normalizer subject;
  for (auto _ : state) {
    call.request.event.at("headers").get_object() = headers;
    subject.before(call.request);
    benchmark::DoNotOptimize(call.request.event);
  }
}
const json::object title{{"Host", "example.com"}, {"Content-Type", "application/json"}, {"Accept", "*/*"}};
const json::object lower{{"host", "example.com"}, {"content-type", "application/json"}, {"accept", "*/*"}};
BENCHMARK_CAPTURE(http_header_normalizer_before, rest_api, title);
BENCHMARK_CAPTURE(http_header_normalizer_before, http_api, lower);

}  // namespace
}  // namespace lamina
