#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_json_body_parser_before(benchmark::State& state, json::value body) {
  alignas(16) unsigned char memory[16 * 1024];
  const json::value event = {{"headers", {{"Content-Type", "application/json"}}}, {"body", std::move(body)}};
  const http_json_body_parser subject;
  testing::test_request call(nullptr);
  for (auto _ : state) {
    json::monotonic_resource arena(memory, sizeof memory);
    json::value document(event, &arena);
    request request{document, call.context};
    benchmark::DoNotOptimize(subject.before(request));
  }
}
BENCHMARK_CAPTURE(http_json_body_parser_before, accepted, R"({"amount":9.99,"currency":"EUR","items":[{"id":1}]})");
BENCHMARK_CAPTURE(http_json_body_parser_before, refused, R"({"amount":9.99,)");

}  // namespace
}  // namespace lamina
