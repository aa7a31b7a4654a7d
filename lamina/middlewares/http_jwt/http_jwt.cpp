#include "lamina/middlewares/http_jwt/http_jwt.h"

#include <algorithm>
#include <utility>

#include "lamina/engine/get_internal.h"
#include "lamina/http/url.h"
#include "lamina/json/javascript.h"
#include "lamina/tokens/jwks_source.h"
#include "lamina/tokens/jws.h"
#include "lamina/tokens/jwt.h"

namespace lamina {
namespace {

using tokens::algorithm;
using claims = result<json::value>;

constexpr std::string_view package = "@middy/http-jwt";

error type_error(std::string message) {
  error made(std::move(message));
  made.name = "TypeError";
  return std::move(made).with_cause(package);
}

error unauthorized(std::string reason) { return error(401).with_cause(package, json::value(reason)); }
error misconfigured(std::string reason) { return error(500).with_cause(package, json::value(reason)); }

std::vector<algorithm> read_algorithms(const std::vector<std::string>& names, const std::string& where) {
  if (names.empty()) throw type_error("algorithm list is empty (" + where + ")");
  std::vector<algorithm> read;
  for (const std::string& name : names) {
    if (name == "none") throw type_error("algorithm 'none' is not allowed (" + where + ")");
    const std::optional<algorithm> how = tokens::parse_algorithm(name);
    if (!how)
      throw type_error("algorithm '" + name + "' is not known (" + where +
                       "); expected HS, RS, PS or ES with 256, 384 or 512, or EdDSA");
    read.push_back(*how);
  }
  return read;
}

void check_sources(const http_jwt_options& options) {
  if (!options.internal_key && !options.issuers)
    throw type_error("No key source configured: set internalKey or issuers");
  if (options.internal_key && options.issuers) throw type_error("Set exactly one of internalKey, issuers");
}

// Which algorithm a token may be signed with must be said here: never does the token decide.
std::vector<algorithm> required_algorithms(const http_jwt_options& options) {
  if (options.algorithm) return read_algorithms(*options.algorithm, "options.algorithm");
  throw type_error(std::string("algorithm is required when using ") +
                   (options.internal_key ? "internalKey" : "issuers"));
}

// Which of the algorithms a published key is for: what it says itself, if that is allowed, else the only one allowed.
result<algorithm> algorithm_of(const tokens::key_set::entry& key, const std::vector<algorithm>& allowed) {
  if (key.algorithm.empty()) {
    if (allowed.size() == 1) return allowed.front();
    return error("JWK omits 'alg' and multiple algorithms configured; cannot disambiguate");
  }
  const std::optional<algorithm> how = tokens::parse_algorithm(key.algorithm);
  if (!how || std::ranges::find(allowed, *how) == allowed.end())
    return error("JWK alg '" + key.algorithm + "' not in configured allowlist");
  return *how;
}

}  // namespace

struct http_jwt::trusted {
  tokens::jwks_source keys;
  std::vector<algorithm> allowed;
  tokens::claim_rules rules;
};

namespace {

tokens::claim_rules rules_of(const http_jwt_options& options) {
  return {.audience = options.audience,
          .issuer = options.issuer,
          .require_exp = options.require_exp,
          .clock_tolerance = options.clock_tolerance,
          .max_age = options.max_token_age};
}

}  // namespace

http_jwt::http_jwt(http_jwt_options options)
    : options_(std::move(options)),
      source_{options_.token_cookie_name, options_.token_header_name, options_.token_query_string_name},
      rules_(rules_of(options_)) {
  check_sources(options_);
  std::vector<algorithm> allowed = required_algorithms(options_);
  if (options_.internal_key) {
    keys_.emplace(*options_.internal_key, std::move(allowed));
    return;
  }
  std::map<std::string, trusted, std::less<>> all;
  for (const auto& [issuer, entry] : *options_.issuers) {
    const std::string where = "issuers['" + issuer + "']";
    if (const auto address = http::parse_url(entry.jwks_uri); !address)
      throw type_error(where + ".jwksUri: " + address.error().message);
    tokens::claim_rules rules = rules_;
    rules.audience = entry.audience;
    rules.issuer = std::vector{issuer};
    const tokens::jwks_options fetching{.cache_expiry = options_.cache_expiry,
                                        .cooldown = options_.cooldown_duration,
                                        .timeout = options_.jwks_timeout};
    all.emplace(issuer, trusted{tokens::jwks_source(entry.jwks_uri, fetching),
                                entry.algorithm ? read_algorithms(*entry.algorithm, where + ".algorithm") : allowed,
                                std::move(rules)});
  }
  issuers_ = std::make_shared<const std::map<std::string, trusted, std::less<>>>(std::move(all));
}

http_jwt http_jwt::from_json(const json::object& options) { return http_jwt(read_options(options)); }

void http_jwt::prefetch(scheduler& loop) const {
  if (!issuers_ || options_.disable_prefetch) return;
  for (const auto& [issuer, one] : *issuers_) one.keys.prefetch(loop);
}

task<step> http_jwt::before(request& request) const {
  const std::optional<std::string> token = source_.read(request.event);
  if (!token) co_return unauthorized("No token found in configured sources");
  std::optional<claims> verified;
  if (issuers_) {
    claims found = co_await verify_of_issuer(*token, request);
    verified.emplace(std::move(found));
  } else {
    claims found = co_await verify_with_internal_key(*token, request);
    verified.emplace(std::move(found));
  }
  if (!*verified) co_return std::move(*verified).error();
  if (options_.set_to_context) request.context.document[options_.payload_key] = **verified;
  request.internal.set(options_.payload_key, **std::move(verified));
  co_return go_on();
}

task<result<json::value>> http_jwt::verify_with_internal_key(const std::string& token, request& request) const {
  const std::string& name = *options_.internal_key;
  // What is there already is used where it is: awaiting it would copy it.
  const json::value* material = name.find('.') == name.npos ? request.internal.find(name) : nullptr;
  result<json::object> awaited = json::object();
  if (material == nullptr) {
    result<json::object> found = co_await get_internal(json::value(name), request);
    if (!found) co_return std::move(found).error();
    awaited = std::move(found);
    material = awaited->if_contains(sanitize_key(name));
    if (material == nullptr) co_return misconfigured("internalKey '" + name + "' resolved to undefined");
  }
  const auto key = keys_->read(*material);
  if (!key) co_return misconfigured(key.error().message);
  claims verified =
      tokens::verify_jwt(token, (*key)->key, (*key)->allowed, rules_of(options_), request.context.loop().wall_clock());
  if (!verified) co_return unauthorized(verified.error().message);
  co_return verified;
}

task<result<json::value>> http_jwt::verify_of_issuer(const std::string& token, request& request) const {
  const claims header = tokens::decode_protected_header(token);
  if (!header) co_return unauthorized("Malformed token: " + header.error().message);
  const claims unverified = tokens::decode_claims(token);
  if (!unverified) co_return unauthorized("Malformed token: " + unverified.error().message);
  const auto issuer = issuers_->find(json::find_string(*unverified, "iss"));
  if (issuer == issuers_->end()) co_return unauthorized("Unknown issuer");

  const trusted& from = issuer->second;
  const json::value* const written_id = json::find(*header, "kid");
  std::optional<std::string> id;
  if (written_id != nullptr) id = json::to_text(*written_id);
  scheduler& loop = request.context.loop();
  std::shared_ptr<const tokens::key_set> keys = from.keys.find_fresh(id, loop);
  if (!keys) {
    const auto fetched = co_await from.keys.get(id, loop);
    if (!fetched) co_return unauthorized("JWKS fetch failed: " + fetched.error().message);
    keys = *fetched;
  }
  const tokens::key_set::entry* const key = keys->find(id);
  if (key == nullptr) co_return unauthorized("No key in JWKS with kid '" + id.value_or("undefined") + "'");
  const result<algorithm> how = algorithm_of(*key, from.allowed);
  if (!how) co_return unauthorized(how.error().message);
  if (!key->key) co_return unauthorized("JWK import failed: " + key->key.error().message);
  claims verified = tokens::verify_jwt(token, *key->key, std::span(&*how, 1), from.rules, loop.wall_clock());
  if (!verified) co_return unauthorized(verified.error().message);
  co_return verified;
}

}  // namespace lamina
