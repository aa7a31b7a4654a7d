#include "lamina/middlewares/http_content_negotiation/http_content_negotiation.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_content_negotiation_before(benchmark::State& state) {
  testing::test_request call({{"headers",
                               {{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
                                {"Accept-Encoding", "gzip, deflate, br, zstd"},
                                {"Accept-Language", "en-GB,en;q=0.7,de;q=0.3"}}}});
  const http_content_negotiation subject({.available_media_types = {{"application/json", "text/html"}}});
  for (auto _ : state) benchmark::DoNotOptimize(subject.before(call.request));
}
BENCHMARK(http_content_negotiation_before);

}  // namespace
}  // namespace lamina
