#include "lamina/gateway/authorizers/jwt_authorizer.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/authorizers/issuer_keys.h"
#include "lamina/gateway/internal/issuer_server.h"
#include "lamina/gateway/internal/shown_request.h"
#include "lamina/testing/token_signer.h"

namespace lamina::gateway {
namespace {

// A token that is known (1), and one whose signature must be checked (0).
void token(benchmark::State& state) {
  internal::issuer_server issuer;
  logger log(log_level::off, [](std::string_view) {});
  const lamina::testing::token_signer signer(tokens::algorithm::rs256);
  issuer.publish(signer.jwk("k"));
  const bool is_known = state.range(0) == 1;
  jwt_authorizer_options options{.rules = {.issuer = issuer.url(), .audience = {"shop"}},
                                 .sources = *identity_sources::compile({"$request.header.Authorization"}),
                                 .max_cached = is_known ? 4096U : 0U};
  const auto guard = *jwt_authorizer::make(std::move(options), keys_of_issuer(issuer.url()), issuer.loop, log);
  const std::string text =
      signer.sign({{"iss", issuer.url()}, {"aud", "shop"}, {"sub", "me"}, {"exp", 4'000'000'000}}, {{"kid", "k"}});
  internal::shown_request request{{{"Host", "localhost"}, {"Authorization", text}}};
  bool answered = false;
  guard->ask(request, [&](const authorization&) { answered = true; });
  issuer.loop.run_until([&] { return answered; });
  for (auto _ : state) {
    authorization said;
    benchmark::DoNotOptimize(guard->decide(request, said));
    benchmark::DoNotOptimize(said);
  }
}
BENCHMARK(token)->Arg(1)->Arg(0);

}  // namespace
}  // namespace lamina::gateway
