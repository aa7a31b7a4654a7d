#include "lamina/gateway/authorizers/lambda_authorizer.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/gateway/internal/shown_request.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {
namespace {

// All that a guarded route costs when the answer is kept: the look-up and the policy.
void cached_answer(benchmark::State& state) {
  net::event_loop loop;
  logger log(log_level::off, [](std::string_view) {});
  internal::scripted function(
      R"({"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:*/dev/*/*"}}})");
  const auto guard = *lambda_authorizer::make(
      {.is_token = true, .sources = *identity_sources::compile({"method.request.header.Authorization"})}, function,
      loop, log);
  std::string token;
  internal::shown_request request;
  request.arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/users/42";
  for (int i = 0; i < 1000; ++i) {
    token = "Bearer " + std::to_string(i) + std::string(200, 'x');
    request.headers = {{"Host", "localhost"}, {"Accept", "*/*"}, {"Authorization", token}};
    request.raw.headers = request.headers;
    bool answered = false;
    guard->ask(request, [&](const authorization&) { answered = true; });
    loop.run_until([&] { return answered; });
  }
  for (auto _ : state) {
    authorization said;
    benchmark::DoNotOptimize(guard->decide(request, said));
    benchmark::DoNotOptimize(said);
  }
}
BENCHMARK(cached_answer);

}  // namespace
}  // namespace lamina::gateway
