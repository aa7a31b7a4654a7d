#include "lamina/middlewares/ws_response/ws_response.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

class no_connections final : public websocket_connections {
 public:
  task<result<void>> post(std::string, std::string, std::string) override { co_return result<void>(); }
};

void ws_response_after(benchmark::State& state) {
  testing::manual_scheduler loop;
  context context(loop);
  const engine chain = engine([](const json::value&) {
                         return json::value("hello");
                       }).use(ws_response({.connections = std::make_shared<no_connections>()}));
  const json::value event = {{"requestContext", {{"domainName", "d"}, {"stage", "s"}, {"connectionId", "c"}}}};
  for (auto _ : state) benchmark::DoNotOptimize(chain(event, context));
}
BENCHMARK(ws_response_after);

}  // namespace
}  // namespace lamina
