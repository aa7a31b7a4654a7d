#include "lamina/middlewares/http_jwt/http_jwt.h"

#include <benchmark/benchmark.h>

#include "lamina/engine/engine.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/token_signer.h"

namespace lamina {
namespace {

// A whole chain with nothing else in it, its key at hand.
void http_jwt_chain(benchmark::State& state, tokens::algorithm how) {
  const testing::token_signer signer(how);
  plugin made;
  made.internal = {{"key", tokens::is_symmetric(how) ? signer.secret() : signer.spki()}};
  const engine chain = engine(std::move(made))
                           .use(http_jwt({.internal_key = "key", .algorithm = {{std::string(tokens::name_of(how))}}}))
                           .handler([](const json::value&) { return json::value("ok"); });
  testing::manual_scheduler loop;
  context about(loop);
  const std::string token = signer.sign(
      {{"sub", "user-1"}, {"iss", "https://issuer.example"}, {"aud", "api"}, {"iat", 1700000000}, {"exp", 4102444800}});
  const json::value event = {{"headers", {{"authorization", "Bearer " + token}}}};
  for (auto _ : state) {
    const outcome said = chain(event, about);
    if (!said) state.SkipWithError("refused");
  }
}
BENCHMARK_CAPTURE(http_jwt_chain, HS256, tokens::algorithm::hs256);
BENCHMARK_CAPTURE(http_jwt_chain, RS256, tokens::algorithm::rs256);
BENCHMARK_CAPTURE(http_jwt_chain, ES256, tokens::algorithm::es256);

}  // namespace
}  // namespace lamina
