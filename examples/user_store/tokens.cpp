#include "examples/user_store/tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lamina/base/base64.h"
#include "lamina/json/json.h"

namespace user_store {
namespace {

using namespace lamina;

// RFC 4648 section 5, without padding, as RFC 7515 has it.
std::string base64url_encode(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

bool base64url_decode(std::string_view text, std::string& out) {
  if (text.find_first_of("+/=") != text.npos) return false;
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  return base64_decode_to(out, standard);
}

std::string signature_of(std::string_view key, std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(content.data()),
       content.size(), digest.data(), &size);
  return base64url_encode({reinterpret_cast<const char*>(digest.data()), size});
}

std::int64_t seconds_of(system_time when) {
  return std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
}

error unauthorized(const char* why) { return error(401, why); }

// A JSON object in base64url.
result<json::value> decode_part(std::string_view text) {
  std::string decoded;
  if (!base64url_decode(text, decoded)) return unauthorized("not a token");
  auto document = json::try_parse(decoded);
  if (!document || !document->is_object()) return unauthorized("not a token");
  return document;
}

// A NumericDate (RFC 7519): a JSON number; NaN where there is none.
double date_of(const json::value& claims, std::string_view name) {
  const json::value* found = json::find(claims, name);
  return found && found->is_number() ? found->to_number<double>() : std::nan("");
}

result<token_claims> read_claims(const json::value& claims, double now) {
  const double expires = date_of(claims, "exp");
  constexpr double latest = 1e15;  // keeps the number in an integer's range
  if (!(expires < latest)) return unauthorized("the token has no expiry");
  if (now >= expires) return unauthorized("the token has expired");
  if (json::find(claims, "nbf") && !(date_of(claims, "nbf") <= now)) return unauthorized("the token is not valid yet");
  token_claims read{std::string(json::find_string(claims, "sub")),
                    {},
                    std::chrono::seconds(static_cast<std::int64_t>(std::ceil(expires)))};
  if (read.subject.empty()) return unauthorized("the token has no subject");
  if (const json::value* scopes = json::find(claims, "scopes"); scopes && scopes->is_array()) {
    for (const auto& scope : scopes->as_array()) {
      if (scope.is_string()) read.scopes.emplace_back(scope.as_string());
    }
  }
  return read;
}

}  // namespace

bool token_claims::has_scope(std::string_view scope) const noexcept {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

std::string make_token(std::string_view key, std::string_view subject, const std::vector<std::string>& scopes,
                       system_time now) {
  const std::int64_t issued = seconds_of(now);
  json::array listed;
  for (const auto& scope : scopes) listed.emplace_back(scope);
  const json::value claims{{"sub", subject}, {"scopes", listed}, {"iat", issued}, {"exp", issued + token_life.count()}};
  const std::string content =
      base64url_encode(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url_encode(json::serialize(claims));
  return content + "." + signature_of(key, content);
}

result<token_claims> verify_token(std::string_view key, std::string_view token, system_time now) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return unauthorized("not a token");
  const auto header = decode_part(token.substr(0, first));
  if (!header) return header.error();
  // Only what this application issues: a token must not choose how it is checked.
  if (json::find_string(*header, "alg") != "HS256") return unauthorized("the token is not signed with HS256");
  // Compared as text, so that one signature has one spelling.
  const std::string expected = signature_of(key, token.substr(0, second));
  const std::string_view signature = token.substr(second + 1);
  if (signature.size() != expected.size() || CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) != 0) {
    return unauthorized("the token's signature is wrong");
  }
  const auto claims = decode_part(token.substr(first + 1, second - first - 1));
  if (!claims) return claims.error();
  return read_claims(*claims, static_cast<double>(seconds_of(now)));
}

std::string_view bearer_token(std::string_view header) noexcept {
  constexpr std::string_view scheme = "bearer ";
  const auto same = [](char sent, char own) { return (sent >= 'A' && sent <= 'Z' ? sent - 'A' + 'a' : sent) == own; };
  if (header.size() <= scheme.size() ||
      !std::equal(scheme.begin(), scheme.end(), header.begin(), [&](char own, char sent) { return same(sent, own); })) {
    return {};
  }
  header.remove_prefix(scheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return header;
}

}  // namespace user_store
