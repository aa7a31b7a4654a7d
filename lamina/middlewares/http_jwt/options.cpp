#include <cmath>

#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/http_jwt/http_jwt.h"
#include "lamina/tokens/duration.h"

// http_jwt::read_options(): options as Middy spells them.
namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-jwt";

// A text, or a list of texts.
void texts(options_reader& read, std::string_view key, std::optional<std::vector<std::string>>& target) {
  const json::value* const value = read.value(key);
  if (value != nullptr && value->is_string())
    target = std::vector{std::string(value->get_string())};
  else
    read.list(key, target);
}

void milliseconds(options_reader& read, std::string_view key, double unit, std::chrono::milliseconds& target) {
  double number = static_cast<double>(target.count()) / unit;
  read.number(key, number, 0, 9.0e15 / unit);
  target = std::chrono::milliseconds(std::llround(number * unit));
}

// A number of seconds, or a phrase such as "2 hours".
void duration(options_reader& read, std::string_view key, std::optional<std::chrono::milliseconds>& target) {
  const json::value* const value = read.value(key);
  if (value == nullptr) return;
  const bool is_phrase = value->is_string();
  const std::optional<double> seconds = is_phrase            ? tokens::parse_duration(value->get_string())
                                        : value->is_number() ? std::optional(value->to_number<double>())
                                                             : std::nullopt;
  if (!seconds || !(*seconds >= 0) || *seconds > 1.0e12) read.refuse(key, "seconds or a phrase such as '1 hour'");
  target = std::chrono::milliseconds(std::llround((is_phrase ? std::round(*seconds) : *seconds) * 1000));
}

http_jwt_issuer read_issuer(options_reader& read) {
  http_jwt_issuer made;
  read.require("jwksUri");
  read.text("jwksUri", made.jwks_uri);
  texts(read, "audience", made.audience);
  texts(read, "algorithm", made.algorithm);
  read.finish();
  return made;
}

void read_issuers(const json::object& options, options_reader& read, http_jwt_options& target) {
  std::optional<options_reader> issuers = read.nested("issuers");
  if (!issuers) return;
  target.issuers.emplace();
  for (const auto& [issuer, entry] : options.at("issuers").as_object()) {
    std::optional<options_reader> one = issuers->nested(issuer);
    target.issuers->emplace(issuer, read_issuer(*one));
  }
  issuers->finish();
}

}  // namespace

http_jwt_options http_jwt::read_options(const json::object& options) {
  http_jwt_options made;
  options_reader read(options, package);
  read.text("internalKey", made.internal_key);
  read_issuers(options, read, made);
  texts(read, "algorithm", made.algorithm);
  read.text("tokenCookieName", made.token_cookie_name);
  read.text("tokenHeaderName", made.token_header_name);
  read.text("tokenQueryStringName", made.token_query_string_name);
  texts(read, "audience", made.audience);
  texts(read, "issuer", made.issuer);
  milliseconds(read, "clockTolerance", 1000, made.clock_tolerance);
  read.boolean("requireExp", made.require_exp);
  duration(read, "maxTokenAge", made.max_token_age);
  read.text("payloadKey", made.payload_key);
  read.boolean("setToContext", made.set_to_context);
  milliseconds(read, "cacheExpiry", 1, made.cache_expiry);
  milliseconds(read, "cooldownDuration", 1, made.cooldown_duration);
  milliseconds(read, "jwksTimeoutMs", 1, made.jwks_timeout);
  read.boolean("disablePrefetch", made.disable_prefetch);
  read.finish();
  return made;
}

}  // namespace lamina
