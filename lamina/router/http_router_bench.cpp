#include "lamina/router/http_router.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

json::value answer(const json::value&) { return 200; }

// One of 20 routes, ten of them with parameters; the event is made anew each time, as its parameters stay in it.
void http_router_finds(benchmark::State& state, const char* path) {
  std::vector<http_route> routes;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "user", "i"}) {
    routes.push_back({"GET", "/" + std::string(name), answer});
    routes.push_back({"GET", "/" + std::string(name) + "/{id}", answer});
  }
  const engine chain = http_router(std::move(routes));
  const json::value event = {{"httpMethod", "GET"}, {"path", path}, {"pathParameters", nullptr}};
  testing::manual_scheduler loop;
  context context(loop);
  alignas(16) unsigned char memory[4096];
  for (auto _ : state) {
    json::monotonic_resource arena(memory, sizeof memory);
    benchmark::DoNotOptimize(chain(json::value(event, &arena), context));
  }
}
BENCHMARK_CAPTURE(http_router_finds, literal, "/user");
BENCHMARK_CAPTURE(http_router_finds, parameter, "/user/12");
BENCHMARK_CAPTURE(http_router_finds, none, "/user/12/x");

}  // namespace
}  // namespace lamina
