#include "lamina/middlewares/http_x402/http_x402.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

// A request without a payment: what a crawler costs.
void http_x402_challenge(benchmark::State& state) {
  const engine chain = engine().use(http_x402({.pay_to = "0xPay", .asset = "0xUSDC", .price = "0.01"}));
  testing::manual_scheduler loop;
  context about(loop);
  const json::value event = {{"version", "2.0"},
                             {"headers", json::object()},
                             {"requestContext", {{"domainName", "api.example"}, {"http", {{"path", "/pay"}}}}}};
  for (auto _ : state) benchmark::DoNotOptimize(chain(event, about));
}
BENCHMARK(http_x402_challenge);

}  // namespace
}  // namespace lamina
