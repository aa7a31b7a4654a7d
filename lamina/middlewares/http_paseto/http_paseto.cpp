#include "lamina/middlewares/http_paseto/http_paseto.h"

#include <cmath>
#include <mutex>
#include <utility>

#include "lamina/engine/get_internal.h"
#include "lamina/engine/options_reader.h"
#include "lamina/tokens/duration.h"
#include "lamina/tokens/paseto.h"

namespace lamina {
namespace {

using tokens::verification_key;

constexpr std::string_view package = "@middy/http-paseto";

error unauthorized(std::string reason) { return error(401).with_cause(package, json::value(reason)); }
error misconfigured(std::string reason) { return error(500).with_cause(package, json::value(reason)); }

std::string_view key_text(const json::value& material) {
  return material.is_string() ? std::string_view(material.get_string()) : json::find_string(material, "publicKey");
}

// "90s", "1 hour"
std::optional<std::chrono::milliseconds> duration(options_reader& read, std::string_view key) {
  std::optional<std::string> phrase;
  read.text(key, phrase);
  if (!phrase) return std::nullopt;
  const std::optional<double> seconds = tokens::parse_duration(*phrase);
  if (!seconds || *seconds > 1.0e12) read.refuse(key, "a phrase such as '1 hour'");
  return std::chrono::milliseconds(std::llround(*seconds * 1000));
}

}  // namespace

// The key that was read last: reading costs more than a look at its bytes. Shared by copies, any thread.
struct http_paseto::kept_key {
  result<verification_key> read(std::string_view bytes) {
    const std::lock_guard lock(mutex);
    if (key && text == bytes) return *key;
    result<verification_key> made = verification_key::from_spki(bytes);
    if (made) {
      key = *made;
      text = bytes;
    }
    return made;
  }

  std::mutex mutex;
  std::string text;
  std::optional<verification_key> key;
};

http_paseto_options http_paseto::read_options(const json::object& options) {
  http_paseto_options made;
  options_reader read(options, package);
  read.text("internalKey", made.internal_key);
  read.text("tokenCookieName", made.token_cookie_name);
  read.text("tokenHeaderName", made.token_header_name);
  read.text("tokenQueryStringName", made.token_query_string_name);
  read.text("audience", made.audience);
  read.text("issuer", made.issuer);
  made.clock_tolerance = duration(read, "clockTolerance").value_or(made.clock_tolerance);
  made.max_token_age = duration(read, "maxTokenAge");
  read.text("payloadKey", made.payload_key);
  read.boolean("setToContext", made.set_to_context);
  read.finish();
  return made;
}

http_paseto http_paseto::from_json(const json::object& options) { return http_paseto(read_options(options)); }

http_paseto::http_paseto(http_paseto_options options)
    : options_(std::move(options)),
      source_{options_.token_cookie_name, options_.token_header_name, options_.token_query_string_name},
      key_(std::make_shared<kept_key>()) {
  if (options_.internal_key) return;
  error missing("No key source configured: set internalKey");
  missing.name = "TypeError";
  throw std::move(missing).with_cause(package);
}

task<step> http_paseto::before(request& request) const {
  const std::optional<std::string> token = source_.read(request.event);
  if (!token) co_return unauthorized("No token found in configured sources");
  if (!token->starts_with("v4.public.")) co_return unauthorized("Unsupported PASETO version or purpose");
  const std::string& name = *options_.internal_key;
  const result<json::object> found = co_await get_internal(json::value(name), request);
  if (!found) co_return found.error();
  const json::value* const material = found->if_contains(sanitize_key(name));
  if (material == nullptr) co_return misconfigured("internalKey '" + name + "' resolved to undefined");
  result<json::value> claims = verify(*token, *material, request.context.loop().wall_clock());
  if (!claims) co_return std::move(claims).error();
  if (options_.set_to_context) request.context.document[options_.payload_key] = *claims;
  request.internal.set(options_.payload_key, *std::move(claims));
  co_return go_on();
}

result<json::value> http_paseto::verify(std::string_view token, const json::value& material, system_time now) const {
  const result<verification_key> key = key_->read(key_text(material));
  if (!key) return misconfigured("internalKey '" + *options_.internal_key + "': " + key.error().message);
  const tokens::paseto_rules rules{.audience = options_.audience,
                                   .issuer = options_.issuer,
                                   .clock_tolerance = options_.clock_tolerance,
                                   .max_age = options_.max_token_age};
  result<tokens::paseto> verified = tokens::verify_v4_public(token, *key, rules, now);
  if (!verified) return unauthorized(verified.error().message);
  return std::move(verified->claims);
}

}  // namespace lamina
