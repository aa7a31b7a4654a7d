#include "lamina/middlewares/http_partial_response/http_partial_response.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_partial_response_after(benchmark::State& state) {
  const json::value response = {{"statusCode", 200},
                                {"body", {{"name", "ada"}, {"age", 3}, {"home", {{"street", "s"}, {"town", "t"}}}}}};
  testing::test_request call({{"queryStringParameters", {{"fields", "name,home/town"}}}});
  const http_partial_response subject;
  for (auto _ : state) {
    call.request.response = response;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK(http_partial_response_after);

}  // namespace
}  // namespace lamina
