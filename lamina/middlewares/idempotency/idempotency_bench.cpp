#include "lamina/middlewares/idempotency/idempotency.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/store/sqlite_store.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina {
namespace {

// A whole invocation that is answered with a stored response: one read of the store.
void idempotency_replay(benchmark::State& state) {
  testing::temporary_folder folder;
  testing::manual_scheduler loop;
  context context(loop);
  const engine chain =
      engine([](const json::value&) { return json::parse(R"({"statusCode":200,"body":"ok"})"); })
          .use(idempotency(
              {.store = store::sqlite_store::open((folder.path() / "i.db").string()).value(), .key = "headers.key"}));
  const json::value event = json::parse(R"({"headers":{"key":"k-1","accept":"*/*"},"body":"{}","path":"/orders/7"})");
  benchmark::DoNotOptimize(chain(event, context));
  for (auto _ : state) benchmark::DoNotOptimize(chain(event, context));
}
BENCHMARK(idempotency_replay);

}  // namespace
}  // namespace lamina
