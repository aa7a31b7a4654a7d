#include "lamina/gateway/router/route_table.h"

#include <benchmark/benchmark.h>

namespace lamina::gateway {
namespace {

route_table thirty_routes() {
  route_table table;
  std::uint32_t index = 0;
  for (const std::string kind : {"users", "orders", "pets", "files", "teams"}) {
    for (const std::string path : {"", "/{id}", "/{id}/items", "/{id}/items/{item}", "/search", "/{id}/{rest+}"})
      static_cast<void>(table.add(path == "/search" ? "GET" : "ANY", "/api/" + kind + path, index++));
  }
  return table;
}

void match(benchmark::State& state, std::string_view path) {
  const route_table table = thirty_routes();
  route_match found;
  for (auto _ : state) benchmark::DoNotOptimize(table.find("GET", path, found));
}

BENCHMARK_CAPTURE(match, literal, "/api/orders/search");
BENCHMARK_CAPTURE(match, two_variables, "/api/teams/42/items/7");
BENCHMARK_CAPTURE(match, greedy_after_backtracking, "/api/teams/42/items/7/and/more");
BENCHMARK_CAPTURE(match, nothing, "/api/nobody/42");

}  // namespace
}  // namespace lamina::gateway
