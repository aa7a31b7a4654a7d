#include <benchmark/benchmark.h>

#include "lamina/lamina.h"
#include "lamina/testing/manual_scheduler.h"

lamina::engine payments();  // of payment.cpp

namespace lamina {
namespace {

// One invocation from the event's bytes to the answer's bytes, as the runtime serves it.
void payment(benchmark::State& state, std::string_view body) {
  const std::string event = json::serialize({{"httpMethod", "POST"},
                                             {"path", "/payments"},
                                             {"headers", {{"Content-Type", "application/json"}}},
                                             {"body", body},
                                             {"isBase64Encoded", false}});
  const engine chain = payments();
  testing::manual_scheduler loop;
  for (auto _ : state) {
    json::monotonic_resource arena;
    context context(loop, json::object(&arena));
    const outcome said = chain(json::parse(event, &arena), context);
    benchmark::DoNotOptimize(json::serialize(**said));
  }
}
BENCHMARK_CAPTURE(payment, accepted, R"({"amount":12.5,"currency":"EUR"})");
// Includes the line that the error handler logs: send standard error to /dev/null.
BENCHMARK_CAPTURE(payment, refused, R"({"currency":"EUR"})");

}  // namespace
}  // namespace lamina
