#include "lamina/tokens/paseto.h"

#include <utility>

#include "lamina/base/base64.h"
#include "lamina/tokens/timestamp.h"

namespace lamina::tokens {
namespace {

constexpr std::string_view header = "v4.public.";
constexpr std::size_t signature_size = 64;
constexpr const char* malformed = "token value is not a PASETO formatted value";

void append_le64(std::string& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}

struct parts {
  std::string message, signature, footer;
};

result<parts> take_apart(std::string_view token) {
  if (!token.starts_with(header)) return error("token is not a v4.public token");
  token.remove_prefix(header.size());
  const std::size_t dot = token.find('.');
  parts made;
  if (!base64url_decode_to(made.message, token.substr(0, dot))) return error(malformed);
  if (dot != token.npos && (dot + 1 == token.size() || !base64url_decode_to(made.footer, token.substr(dot + 1))))
    return error(malformed);
  if (made.message.size() < signature_size) return error("invalid signature");
  made.signature = made.message.substr(made.message.size() - signature_size);
  made.message.resize(made.message.size() - signature_size);
  return made;
}

error wrong(std::string_view claim, std::string_view what) {
  return error("payload." + std::string(claim) + " must be " + std::string(what));
}

result<void> check_text(const json::value& claims, std::string_view claim, const std::optional<std::string>& wanted,
                        const char* mismatch) {
  const json::value* const value = json::find(claims, claim);
  if (value != nullptr && !value->is_string()) return wrong(claim, "a string");
  if (wanted && (value == nullptr || value->get_string() != *wanted)) return error(mismatch);
  return {};
}

result<std::optional<timestamp>> time_of(const json::value& claims, std::string_view claim) {
  const json::value* const value = json::find(claims, claim);
  if (value == nullptr) return std::optional<timestamp>();
  if (!value->is_string()) return wrong(claim, "a string");
  const std::optional<timestamp> when = parse_timestamp(value->get_string());
  if (!when) return wrong(claim, "a valid ISO8601 string");
  return when;
}

result<void> check_times(const json::value& claims, const paseto_rules& rules, timestamp now) {
  const auto issued = time_of(claims, "iat");
  if (!issued) return issued.error();
  if (*issued && **issued > now + rules.clock_tolerance) return error("token issued in the future");
  const auto begins = time_of(claims, "nbf");
  if (!begins) return begins.error();
  if (*begins && **begins > now + rules.clock_tolerance) return error("token is not active yet");
  const auto ends = time_of(claims, "exp");
  if (!ends) return ends.error();
  if (*ends && **ends <= now - rules.clock_tolerance) return error("token is expired");
  if (!rules.max_age) return {};
  if (!*issued) return error("missing iat claim");
  if (**issued + *rules.max_age < now - rules.clock_tolerance) return error("maxTokenAge exceeded");
  return {};
}

result<void> check_claims(const json::value& claims, const paseto_rules& rules, system_time now) {
  if (auto issuer = check_text(claims, "iss", rules.issuer, "issuer mismatch"); !issuer) return issuer;
  if (auto subject = check_text(claims, "sub", std::nullopt, ""); !subject) return subject;
  if (auto audience = check_text(claims, "aud", rules.audience, "audience mismatch"); !audience) return audience;
  return check_times(claims, rules, std::chrono::floor<std::chrono::milliseconds>(now));
}

}  // namespace

std::string pre_authentication_encoding(std::initializer_list<std::string_view> pieces) {
  std::string made;
  append_le64(made, pieces.size());
  for (const std::string_view piece : pieces) {
    append_le64(made, piece.size());
    made += piece;
  }
  return made;
}

result<paseto> verify_v4_public(std::string_view token, const verification_key& key, const paseto_rules& rules,
                                system_time now, std::string_view implicit_assertion) {
  if (!key.is_ed25519()) return error("v4.public verify key must be a public ed25519 key");
  result<parts> read = take_apart(token);
  if (!read) return std::move(read).error();
  const std::string signed_text =
      pre_authentication_encoding({header, read->message, read->footer, implicit_assertion});
  if (!key.verify(algorithm::eddsa, signed_text, read->signature)) return error("invalid signature");
  result<json::value> claims = json::try_parse(read->message);
  if (!claims || !claims->is_object()) return error("All PASETO payloads MUST be a JSON object");
  if (auto checked = check_claims(*claims, rules, now); !checked) return std::move(checked).error();
  return paseto{*std::move(claims), std::move(read->footer)};
}

}  // namespace lamina::tokens
