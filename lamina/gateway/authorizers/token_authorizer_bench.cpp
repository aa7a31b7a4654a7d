#include "lamina/gateway/authorizers/token_authorizer.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {
namespace {

// All that a guarded route costs when the answer is cached: the look-up and the policy.
void cached_answer(benchmark::State& state) {
  net::event_loop loop;
  logger log(log_level::off, [](std::string_view) {});
  internal::scripted function(
      R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:*/dev/*/*"}}})");
  const auto authorizer = *token_authorizer::make({}, function, loop, log);
  const std::string arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/users/42";
  std::string token;
  for (int i = 0; i < 1000; ++i) {
    token = "Bearer " + std::to_string(i) + std::string(200, 'x');
    bool answered = false;
    authorizer->ask({token, arn, "id", "trace"}, [&](const token_authorizer::answer&) { answered = true; });
    loop.run_until([&] { return answered; });
  }
  for (auto _ : state) {
    const auto found = authorizer->find(token);
    benchmark::DoNotOptimize(found->rules.decide(arn));
  }
}
BENCHMARK(cached_answer);

}  // namespace
}  // namespace lamina::gateway
