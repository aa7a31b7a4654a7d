#include "lamina/middlewares/http_content_encoding/http_content_encoding.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_content_encoding_after(benchmark::State& state, std::string_view coding) {
  json::array rows;
  for (int i = 0; i < 50; ++i) rows.push_back({{"id", i}, {"name", "row " + std::to_string(i)}, {"price", i * 1.25}});
  const json::value response = {{"statusCode", 200}, {"body", json::serialize(rows)}};
  testing::test_request call(nullptr, std::nullopt, {{"preferredEncoding", coding}});
  const http_content_encoding subject;
  for (auto _ : state) {
    call.request.response = response;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK_CAPTURE(http_content_encoding_after, gzip, "gzip");
BENCHMARK_CAPTURE(http_content_encoding_after, br, "br");
BENCHMARK_CAPTURE(http_content_encoding_after, zstd, "zstd");

}  // namespace
}  // namespace lamina
