#include "lamina/tokens/verification_key.h"

#include <benchmark/benchmark.h>

#include <array>

#include "lamina/testing/token_signer.h"
#include "lamina/tokens/jwks.h"
#include "lamina/tokens/jwt.h"

namespace lamina::tokens {
namespace {

// A whole token: split, header, signature, claims.
void verify_token(benchmark::State& state, algorithm how) {
  const testing::token_signer signer(how);
  const std::string token = signer.sign(
      {{"sub", "user-1"}, {"iss", "https://issuer.example"}, {"aud", "api"}, {"iat", 1700000000}, {"exp", 4102444800}});
  const auto key = verification_key::from_jwk(signer.jwk("k")).value();
  const std::array allowed = {how};
  const system_time now = std::chrono::sys_seconds(std::chrono::seconds(1800000000));
  for (auto _ : state) {
    auto said = verify_jwt(token, key, allowed, {}, now);
    if (!said) state.SkipWithError("refused");
    benchmark::DoNotOptimize(said);
  }
}
BENCHMARK_CAPTURE(verify_token, HS256, algorithm::hs256);
BENCHMARK_CAPTURE(verify_token, HS512, algorithm::hs512);
BENCHMARK_CAPTURE(verify_token, RS256, algorithm::rs256);
BENCHMARK_CAPTURE(verify_token, PS256, algorithm::ps256);
BENCHMARK_CAPTURE(verify_token, ES256, algorithm::es256);
BENCHMARK_CAPTURE(verify_token, ES384, algorithm::es384);
BENCHMARK_CAPTURE(verify_token, EdDSA, algorithm::eddsa);

void read_key_set(benchmark::State& state) {
  json::array keys{testing::token_signer(algorithm::rs256).jwk("a"), testing::token_signer(algorithm::rs256).jwk("b")};
  const std::string text = json::serialize(json::object{{"keys", std::move(keys)}});
  for (auto _ : state) benchmark::DoNotOptimize(key_set::parse(text));
}
BENCHMARK(read_key_set);

}  // namespace
}  // namespace lamina::tokens
