#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/detached.h"
#include "lamina/base/log.h"
#include "lamina/base/scheduler.h"
#include "lamina/gateway/authorizers/answer_cache.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/authorizers/identity_sources.h"
#include "lamina/gateway/authorizers/jwt_rules.h"
#include "lamina/gateway/authorizers/token_pattern.h"
#include "lamina/tokens/algorithm.h"
#include "lamina/tokens/jwks_source.h"

namespace lamina::gateway {

struct jwt_authorizer_options {
  std::string name{};  // for the log
  jwt_rules rules{};
  identity_sources sources{};         // one: where the token is, bare or after "Bearer "
  std::string audience_expression{};  // of user pools: the whole `aud` must match it; empty: any
  // API Gateway knows the RSA algorithms only.
  std::vector<tokens::algorithm> algorithms = {tokens::algorithm::rs256, tokens::algorithm::rs384,
                                               tokens::algorithm::rs512, tokens::algorithm::ps256,
                                               tokens::algorithm::ps384, tokens::algorithm::ps512};
  std::size_t max_cached = 4096;  // tokens
};

// Lets through who has a signed token: the JWT authorizer of HTTP APIs and the COGNITO_USER_POOLS authorizer of REST
// APIs. Keys are found by the token's `kid`.
//
// A token that was found good is kept until it expires, at most two hours, so that its signature is checked once; a key
// that its issuer withdraws serves known tokens until then, as it does while API Gateway keeps the keys.
class jwt_authorizer final : public authorizer {
 public:
  // The error is that of a broken expression. `loop` (a net::event_loop when keys come from a URL) and `log` must
  // outlive it.
  static result<std::unique_ptr<jwt_authorizer>> make(jwt_authorizer_options options, tokens::jwks_source keys,
                                                      scheduler& loop, logger& log);

  bool decide(const guarded_request& request, authorization& said) override;
  void ask(const guarded_request& request, completion done) override;

 private:
  jwt_authorizer(jwt_authorizer_options options, tokens::jwks_source keys, scheduler& loop, logger& log);
  std::string_view token_of(const guarded_request& request);
  void verify(std::string_view token, const tokens::key_set& keys, authorization& said);
  void accept(std::string_view token, const json::value& claims, authorization& said);
  void refuse(const jwt_refusal& why, authorization& said) const;
  bool has_good_audience(const json::value& claims) const;
  static detached verify_later(jwt_authorizer& self, std::string token, std::string id, completion done);

  const jwt_authorizer_options options_;
  const tokens::jwks_source keys_;
  scheduler& loop_;
  logger& log_;
  std::optional<token_pattern> audience_pattern_;
  answer_cache<grant> cache_;
  identity_values seen_;  // of the request at hand
};

}  // namespace lamina::gateway
