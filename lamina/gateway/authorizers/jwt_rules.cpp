#include "lamina/gateway/authorizers/jwt_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

using verdict = authorization::verdict;

// Far beyond any token, and small enough for clocks that count nanoseconds.
constexpr double latest_second = 9'000'000'000;  // in the year 2255

std::optional<double> seconds_of(const json::value& claims, std::string_view claim) {
  const json::value* const value = json::find(claims, claim);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return std::clamp(value->to_number<double>(), 0.0, latest_second);
}

bool is_one_of(const json::value& text, const std::vector<std::string>& wanted) {
  return text.is_string() && std::ranges::find(wanted, std::string_view(text.get_string())) != wanted.end();
}

bool has_one_of(const json::value& claim, const std::vector<std::string>& wanted) {
  if (!claim.is_array()) return is_one_of(claim, wanted);
  return std::ranges::any_of(claim.get_array(), [&](const json::value& one) { return is_one_of(one, wanted); });
}

// aud decides where there is one; only without it client_id.
bool has_audience(const json::value& claims, const std::vector<std::string>& wanted) {
  const json::value* const audience = json::find(claims, "aud");
  if (audience != nullptr) return has_one_of(*audience, wanted);
  const json::value* const client = json::find(claims, "client_id");
  return client != nullptr && is_one_of(*client, wanted);
}

// "a b c" or a list.
bool has_scope(const json::value* claim, std::string_view wanted) {
  if (claim == nullptr) return false;
  if (claim->is_array())
    return std::ranges::any_of(claim->get_array(),
                               [&](const json::value& one) { return one.is_string() && one.get_string() == wanted; });
  if (!claim->is_string()) return false;
  std::string_view rest = claim->get_string();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == wanted) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

bool has_scope(const json::value& claims, std::string_view wanted) {
  return has_scope(json::find(claims, "scope"), wanted) || has_scope(json::find(claims, "scp"), wanted);
}

bool has_any_scope(const json::value& claims, const std::vector<std::string>& wanted) {
  return std::ranges::any_of(wanted, [&](const std::string& one) { return has_scope(claims, one); });
}

std::optional<jwt_refusal> check_times(const json::value& claims, system_time when) {
  const double now = std::floor(std::chrono::duration<double>(when.time_since_epoch()).count());
  const auto ends = seconds_of(claims, "exp");
  if (!ends) return jwt_refusal{verdict::unauthorized, "the token has no expiry"};
  if (*ends <= now) return jwt_refusal{verdict::unauthorized, "the token has expired", true};
  if (const auto begins = seconds_of(claims, "nbf"); begins && *begins > now)
    return jwt_refusal{verdict::unauthorized, "the token is not valid yet"};
  if (const auto issued = seconds_of(claims, "iat"); issued && *issued > now)
    return jwt_refusal{verdict::unauthorized, "the token was issued in the future"};
  return std::nullopt;
}

std::optional<jwt_refusal> check_pool_token(const json::value& claims, const jwt_rules& rules) {
  const std::string_view use = json::find_string(claims, "token_use");
  if (rules.scopes.empty() && use != "id") return jwt_refusal{verdict::unauthorized, "expected an ID token"};
  if (rules.scopes.empty()) return std::nullopt;
  if (use != "access") return jwt_refusal{verdict::unauthorized, "expected an access token"};
  if (!has_any_scope(claims, rules.scopes))
    return jwt_refusal{verdict::unauthorized, "the token has none of the scopes"};
  return std::nullopt;
}

// "Tue Jun 18 15:00:04 UTC 2024"
std::string date_text(double second) {
  using namespace std::chrono;
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds when{seconds(static_cast<std::int64_t>(second))};
  const sys_days day = floor<std::chrono::days>(when);
  const year_month_day date(day);
  const hh_mm_ss time(when - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s %s %02u %02d:%02d:%02d UTC %d", days[weekday(day).c_encoding()],
                months[static_cast<unsigned>(date.month()) - 1], static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(date.year()));
  return text;
}

// A claim as a string of the event. The service prints values as its languages do: Go for HTTP APIs, Java for user
// pools; objects inside are rare, and given as JSON.
std::string claim_text(const json::value& claim, jwt_flavour flavour) {
  if (claim.is_string()) return std::string(claim.get_string());
  if (!claim.is_array()) return json::serialize(claim);
  const bool is_http = flavour == jwt_flavour::http_api;
  std::string text;
  for (const json::value& one : claim.get_array()) {
    if (&one != &claim.get_array().front()) text += is_http ? ' ' : ',';
    text += claim_text(one, flavour);
  }
  return is_http ? "[" + text + "]" : text;
}

std::string claims_object(const json::value& claims, jwt_flavour flavour) {
  std::string out = "{";
  for (const auto& [name, claim] : claims.get_object()) {
    if (out.size() > 1) out += ',';
    quote_text_to(out, name);
    out += ':';
    const bool is_date = flavour == jwt_flavour::user_pool && (name == "exp" || name == "iat") && claim.is_number();
    quote_text_to(out, is_date ? date_text(*seconds_of(claims, name)) : claim_text(claim, flavour));
  }
  return out + "}";
}

// Those of the route that the token has.
std::string scopes_list(const json::value& claims, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return "null";
  std::string out = "[";
  for (const std::string& scope : wanted) {
    if (!has_scope(claims, scope)) continue;
    if (out.size() > 1) out += ',';
    quote_text_to(out, scope);
  }
  return out + "]";
}

}  // namespace

std::optional<jwt_refusal> check_claims(const json::value& claims, const jwt_rules& rules, system_time now) {
  if (json::find_string(claims, "iss") != rules.issuer || rules.issuer.empty())
    return jwt_refusal{verdict::unauthorized, "issuer does not match"};
  const bool is_http = rules.flavour == jwt_flavour::http_api;
  if (is_http && !has_audience(claims, rules.audience))
    return jwt_refusal{verdict::unauthorized, "the token does not have a valid audience"};
  if (auto refused = check_times(claims, now)) return refused;
  if (!is_http) return check_pool_token(claims, rules);
  if (!rules.scopes.empty() && !has_any_scope(claims, rules.scopes))
    return jwt_refusal{verdict::insufficient_scope, "the token does not have a required scope"};
  return std::nullopt;
}

std::string context_of_claims(const json::value& claims, const jwt_rules& rules) {
  const std::string object = claims_object(claims, rules.flavour);
  if (rules.flavour == jwt_flavour::user_pool) return R"("claims":)" + object;
  return R"({"claims":)" + object + R"(,"scopes":)" + scopes_list(claims, rules.scopes) + "}";
}

std::string bearer_challenge(const jwt_refusal& refused, const std::vector<std::string>& scopes) {
  if (refused.description.empty()) return "Bearer";
  const bool lacks_scope = refused.what == verdict::insufficient_scope;
  std::string out = R"(Bearer scope=")";
  for (const std::string& scope : scopes)
    if (lacks_scope) out.append(out.ends_with('"') ? "" : " ").append(scope);
  out.append(R"(" error=")").append(lacks_scope ? "insufficient_scope" : "invalid_token");
  return out.append(R"(" error_description=")").append(refused.description).append("\"");
}

system_time expiry_of(const json::value& claims) {
  return system_time(std::chrono::seconds(static_cast<std::int64_t>(seconds_of(claims, "exp").value_or(0))));
}

}  // namespace lamina::gateway
