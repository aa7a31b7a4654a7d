#include "lamina/gateway/authorizers/jwt_authorizer.h"

#include <algorithm>
#include <utility>

#include "lamina/tokens/jws.h"

namespace lamina::gateway {
namespace {

using verdict = authorization::verdict;
using namespace std::chrono_literals;

constexpr std::chrono::hours longest_kept = 2h;

constexpr jwt_refusal malformed{verdict::unauthorized, "the token is malformed"};
constexpr jwt_refusal no_key_id{verdict::unauthorized, "the token does not name its key"};
constexpr jwt_refusal unknown_key{verdict::unauthorized, "the issuer has no such key"};
constexpr jwt_refusal bad_signature{verdict::unauthorized, "signature is invalid"};
constexpr jwt_refusal bad_audience{verdict::unauthorized, "the token does not have a valid audience"};
constexpr jwt_refusal no_keys{verdict::unauthorized, "OIDC discovery endpoint communication error"};

std::string_view without_scheme(std::string_view value) {
  constexpr std::string_view scheme = "Bearer ";
  if (value.size() > scheme.size() && http::equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    value.remove_prefix(scheme.size());
  return value;
}

// Empty: the token is none.
result<std::string> key_id_of(std::string_view token) {
  const auto header = tokens::decode_protected_header(token);
  if (!header) return header.error();
  return std::string(json::find_string(*header, "kid"));
}

}  // namespace

jwt_authorizer::jwt_authorizer(jwt_authorizer_options options, tokens::jwks_source keys, scheduler& loop, logger& log)
    : options_(std::move(options)), keys_(std::move(keys)), loop_(loop), log_(log), cache_(options_.max_cached) {}

result<std::unique_ptr<jwt_authorizer>> jwt_authorizer::make(jwt_authorizer_options options, tokens::jwks_source keys,
                                                             scheduler& loop, logger& log) {
  std::unique_ptr<jwt_authorizer> made(new jwt_authorizer(std::move(options), std::move(keys), loop, log));
  if (!made->options_.audience_expression.empty()) {
    auto pattern = token_pattern::compile(made->options_.audience_expression);
    if (!pattern)
      return error("authorizer " + made->options_.name + ": identityValidationExpression: " + pattern.error().message);
    made->audience_pattern_ = *std::move(pattern);
  }
  return made;
}

std::string_view jwt_authorizer::token_of(const guarded_request& request) {
  options_.sources.read(request, seen_);
  return seen_.is_complete && !seen_.values.empty() ? without_scheme(seen_.values.front()) : std::string_view();
}

bool jwt_authorizer::decide(const guarded_request& request, authorization& said) {
  const std::string_view token = token_of(request);
  if (token.empty()) return refuse({}, said), true;
  if (auto known = cache_.find(token, loop_.now())) {
    said.what = verdict::allowed;
    said.log = "hit";
    said.granted = std::move(known);
    return true;
  }
  const auto id = key_id_of(token);
  if (!id) return refuse(malformed, said), true;
  if (id->empty()) return refuse(no_key_id, said), true;
  const auto keys = keys_.find_fresh(*id, loop_);
  if (keys == nullptr) return false;
  verify(token, *keys, said);
  return true;
}

void jwt_authorizer::ask(const guarded_request& request, completion done) {
  std::string token(token_of(request));
  auto id = key_id_of(token);
  loop_.post([this, token = std::move(token), id = std::move(id).value_or({}), done = std::move(done)]() mutable {
    verify_later(*this, std::move(token), std::move(id), std::move(done));
  });
}

detached jwt_authorizer::verify_later(jwt_authorizer& self, std::string token, std::string id, completion done) {
  const steady_time since = self.loop_.now();
  auto keys = co_await self.keys_.get(id, self.loop_);
  authorization said;
  if (keys) {
    self.verify(token, **keys, said);
  } else {
    self.log_.error("authorizer failed", {{"authorizer", self.options_.name},
                                          {"reason", "the keys of its issuer cannot be had"},
                                          {"detail", keys.error().message}});
    self.refuse(no_keys, said);
  }
  said.latency = std::chrono::duration_cast<std::chrono::milliseconds>(self.loop_.now() - since);
  done(std::move(said));
}

void jwt_authorizer::verify(std::string_view token, const tokens::key_set& keys, authorization& said) {
  const auto header = tokens::decode_protected_header(token);
  if (!header) return refuse(malformed, said);
  const auto* const entry = keys.find(std::string(json::find_string(*header, "kid")));
  if (entry == nullptr || !entry->key) return refuse(unknown_key, said);
  if (!entry->algorithm.empty() && entry->algorithm != json::find_string(*header, "alg"))
    return refuse(bad_signature, said);
  const auto payload = tokens::verify_jws(token, *entry->key, options_.algorithms);
  if (!payload) return refuse(bad_signature, said);
  const auto claims = json::try_parse(*payload);
  if (!claims || !claims->is_object()) return refuse(malformed, said);
  if (const auto refused = check_claims(*claims, options_.rules, loop_.wall_clock())) return refuse(*refused, said);
  if (!has_good_audience(*claims)) return refuse(bad_audience, said);
  accept(token, *claims, said);
}

bool jwt_authorizer::has_good_audience(const json::value& claims) const {
  return !audience_pattern_ || audience_pattern_->matches(json::find_string(claims, "aud"));
}

void jwt_authorizer::accept(std::string_view token, const json::value& claims, authorization& said) {
  auto granted = std::make_shared<grant>();
  granted->from = grant::source::jwt;
  granted->context = context_of_claims(claims, options_.rules);
  granted->principal_id = json::find_string(claims, "sub");
  said.what = verdict::allowed;
  said.log = "miss";
  said.granted = granted;
  const steady_time now = loop_.now();
  const system_time wall = loop_.wall_clock(), latest = wall + longest_kept;
  const system_time expires = std::min(expiry_of(claims), latest);
  cache_.insert(token, std::move(granted), now + std::chrono::duration_cast<steady_time::duration>(expires - wall),
                now);
}

void jwt_authorizer::refuse(const jwt_refusal& why, authorization& said) const {
  said.what = why.what;
  if (options_.rules.flavour == jwt_flavour::http_api)
    said.www_authenticate = bearer_challenge(why, options_.rules.scopes);
  else if (why.has_expired)
    said.message = "The incoming token has expired";
}

}  // namespace lamina::gateway
