#include "lamina/middlewares/http_paseto/http_paseto.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/token_signer.h"

namespace lamina {
namespace {

// A whole chain with nothing else in it, its key at hand.
void http_paseto_chain(benchmark::State& state) {
  const testing::token_signer signer(tokens::algorithm::eddsa);
  plugin made;
  made.internal = {{"key", signer.spki()}};
  const engine chain = engine(std::move(made)).use(http_paseto({.internal_key = "key"}));
  testing::manual_scheduler loop;
  context about(loop);
  const std::string token = signer.sign_paseto(R"({"sub":"user-1","exp":"2100-01-01T00:00:00Z"})");
  const json::value event = {{"headers", {{"authorization", "Bearer " + token}}}};
  for (auto _ : state) {
    const outcome said = chain(event, about);
    if (!said) state.SkipWithError("refused");
  }
}
BENCHMARK(http_paseto_chain);

}  // namespace
}  // namespace lamina
