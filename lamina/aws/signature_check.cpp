#include "lamina/aws/signature_check.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "lamina/aws/internal/canonical_request.h"
#include "lamina/aws/internal/presigned_query.h"
#include "lamina/aws/internal/sha256.h"
#include "lamina/base/hex.h"

namespace lamina::aws {
namespace {

constexpr std::size_t max_signed_headers = 100;
constexpr int longest_presigned = 604'800;  // seconds: a week

error refusal(std::string_view name, std::string message) {
  error made(403, std::move(message));
  made.name = name;
  return made;
}

error incomplete(std::string message) { return refusal("IncompleteSignatureException", std::move(message)); }
error invalid(std::string message) { return refusal("InvalidSignatureException", std::move(message)); }

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// What an Authorization header says, or the query of a presigned URL.
struct claim {
  std::string_view access_key_id{};
  std::string_view day{};
  std::string_view region{};
  std::string_view service{};
  std::string_view terminator{};
  std::string_view scope{};  // the last four
  std::string_view signed_headers{};
  std::string_view signature{};
  std::string_view time{};
  std::string_view token{};
  std::string_view target{};         // that was signed
  std::chrono::seconds lifetime{0};  // of a presigned URL
};

bool read_credential(std::string_view text, claim& into) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos || std::ranges::count(text, '/') != 4) return false;
  into.access_key_id = text.substr(0, slash);
  into.scope = text.substr(slash + 1);
  std::string_view rest = into.scope;
  for (std::string_view* const part : {&into.day, &into.region, &into.service, &into.terminator}) {
    *part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), part->size() + 1));
  }
  return true;
}

result<claim> read_authorization(std::string_view header) {
  constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
  if (!header.starts_with(algorithm)) return incomplete("Authorization header requires 'AWS4-HMAC-SHA256'.");
  header.remove_prefix(algorithm.size());
  std::string_view credential;
  claim found;
  while (!header.empty()) {
    const std::string_view piece = without_blanks(header.substr(0, header.find(',')));
    header.remove_prefix(
        std::min(header.size(), header.find(',') == header.npos ? header.size() : header.find(',') + 1));
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view name = piece.substr(0, equals);
    const std::string_view value = piece.substr(std::min(piece.size(), equals + 1));
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") found.signed_headers = value;
    if (name == "Signature") found.signature = value;
  }
  std::string missing;
  for (const auto& [name, value] : {std::pair("Credential", credential), std::pair("Signature", found.signature),
                                    std::pair("SignedHeaders", found.signed_headers)})
    if (value.empty())
      missing.append(missing.empty() ? "" : " ")
          .append("Authorization header requires '")
          .append(name)
          .append("' parameter.");
  if (!missing.empty()) return incomplete(missing);
  if (!read_credential(credential, found))
    return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
  return found;
}

// "20150830T123600Z"
std::optional<system_time> read_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t count) {
    int value = -1;
    const auto [end, failure] = std::from_chars(text.data() + at, text.data() + at + count, value);
    return failure == std::errc() && end == text.data() + at + count && value >= 0 ? value : 99'999;
  };
  const std::chrono::year_month_day day(std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(4, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(6, 2))));
  const int hours = number(9, 2), minutes = number(11, 2), seconds = number(13, 2);
  if (number(0, 4) > 9999 || !day.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return std::chrono::sys_days(day) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds);
}

// Nothing when the request is of now, or was signed for now.
std::optional<error> wrong_time(std::string_view sent, std::chrono::seconds lifetime, system_time now) {
  const auto when = read_time(sent);
  if (!when) return incomplete("Date must be in ISO-8601 'basic format', e.g. 20150830T123600Z.");
  const std::string at(sent);
  if (lifetime.count() > 0 && *when + lifetime < now)
    return invalid("Signature expired: " + signing_time(*when + lifetime) + " is now earlier than " +
                   signing_time(now) + ".");
  if (lifetime.count() == 0 && *when < now - max_clock_skew)
    return invalid("Signature expired: " + at + " is now earlier than " + signing_time(now - max_clock_skew) + " (" +
                   signing_time(now) + " - 5 min.)");
  if (*when > now + max_clock_skew)
    return invalid("Signature not yet current: " + at + " is still later than " + signing_time(now + max_clock_skew) +
                   " (" + signing_time(now) + " + 5 min.)");
  return std::nullopt;
}

std::optional<error> wrong_scope(const claim& claimed, std::string_view service, std::string_view region) {
  if (claimed.terminator != "aws4_request")
    return invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
  if (claimed.service != service)
    return invalid("Credential should be scoped to correct service: '" + std::string(service) + "'.");
  if (claimed.region.empty() || (!region.empty() && claimed.region != region))
    return invalid("Credential should be scoped to a valid region.");
  if (claimed.day != claimed.time.substr(0, 8))
    return invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
  return std::nullopt;
}

// Takes as long for what is nearly right as for what is all wrong.
bool is_same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

const credentials* find_credentials(std::span<const credentials> known, std::string_view id, std::string_view token) {
  const auto found = std::ranges::find_if(
      known, [&](const credentials& one) { return one.access_key_id == id && is_same(one.session_token, token); });
  return found == known.end() ? nullptr : &*found;
}

// The headers that are said to be signed, as they are here; nothing when there are too many.
std::optional<std::vector<canonical_header>> signed_headers(std::string_view names,
                                                            std::span<const http::header> headers) {
  std::vector<canonical_header> found;
  for (std::size_t start = 0; start <= names.size();) {
    const std::size_t end = std::min(names.find(';', start), names.size());
    const std::string_view name = names.substr(start, end - start);
    start = end + 1;
    if (found.size() == max_signed_headers) return std::nullopt;
    found.push_back({std::string(name), {}});
    bool is_first = true;
    for (const http::header& one : headers) {
      if (!http::equal_ignoring_case(one.name, name)) continue;
      if (!std::exchange(is_first, false)) found.back().value += ',';
      append_canonical_value(found.back().value, one.value);
    }
  }
  return found;
}

result<claim> read_headers(const signable_request& request, std::string_view authorization) {
  auto claimed = read_authorization(authorization);
  if (!claimed) return claimed;
  claimed->time = http::find_header(request.headers, "x-amz-date");
  if (claimed->time.empty()) return incomplete("Authorization header requires existence of a 'X-Amz-Date' header.");
  claimed->token = http::find_header(request.headers, "x-amz-security-token");
  claimed->target = request.target;
  return claimed;
}

// Views into `from`.
result<claim> read_query(const presigned_query& from) {
  if (from.algorithm != "AWS4-HMAC-SHA256")
    return incomplete("AWS query-string parameters must include 'X-Amz-Algorithm' of 'AWS4-HMAC-SHA256'.");
  for (const auto& [name, value] :
       {std::pair("X-Amz-Credential", &from.credential), std::pair("X-Amz-Date", &from.date),
        std::pair("X-Amz-Expires", &from.expires), std::pair("X-Amz-SignedHeaders", &from.signed_headers),
        std::pair("X-Amz-Signature", &from.signature)})
    if (value->empty()) return incomplete(std::string("AWS query-string parameters must include '") + name + "'.");
  claim made{.signed_headers = from.signed_headers,
             .signature = from.signature,
             .time = from.date,
             .token = from.security_token,
             .target = from.target};
  int seconds = 0;
  const char* const end = from.expires.data() + from.expires.size();
  const auto [stop, failure] = std::from_chars(from.expires.data(), end, seconds);
  if (failure != std::errc() || stop != end || seconds < 1 || seconds > longest_presigned)
    return incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800.");
  made.lifetime = std::chrono::seconds(seconds);
  if (!read_credential(from.credential, made))
    return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
  return made;
}

}  // namespace

result<std::string> check_signature(const signable_request& request, std::span<const credentials> known,
                                    std::string_view service, std::string_view region, system_time now) {
  const std::string_view authorization = http::find_header(request.headers, "authorization");
  presigned_query query;
  if (authorization.empty() && request.target.find("X-Amz-") != std::string_view::npos)
    query = read_presigned_query(request.target);
  if (authorization.empty() && !query.is_signed())
    return refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
  const auto claimed = query.is_signed() ? read_query(query) : read_headers(request, authorization);
  if (!claimed) return claimed.error();
  if (auto wrong = wrong_time(claimed->time, claimed->lifetime, now)) return *std::move(wrong);
  if (auto wrong = wrong_scope(*claimed, service, region)) return *std::move(wrong);

  const credentials* const keys = find_credentials(known, claimed->access_key_id, claimed->token);
  if (keys == nullptr)
    return refusal("UnrecognizedClientException", "The security token included in the request is invalid.");

  const auto headers = signed_headers(claimed->signed_headers, request.headers);
  if (!headers || std::ranges::find(*headers, "host", &canonical_header::name) == headers->end())
    return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  const std::string payload =
      request.body_sha256.empty() ? hex_encode(bytes_of(sha256({request.body}))) : std::string(request.body_sha256);
  const std::string canonical = canonical_request(request.method, claimed->target, {}, *headers, payload);
  const std::string key = derived_key(keys->secret_access_key, claimed->day, claimed->region, claimed->service);
  const digest expected = hmac_sha256(key, string_to_sign(claimed->time, claimed->scope, canonical));
  const std::string_view hash = http::find_header(request.headers, "x-amz-content-sha256");
  if (!is_same(claimed->signature, hex_encode(bytes_of(expected))) || (!hash.empty() && hash != payload))
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.");
  return keys->access_key_id;
}

}  // namespace lamina::aws
