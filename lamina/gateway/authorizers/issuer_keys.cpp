#include "lamina/gateway/authorizers/issuer_keys.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using tokens::jwks_options;
using tokens::jwks_source;

std::string below(std::string_view issuer, std::string_view path) {
  while (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer).append(path);
}

// The URL is that of the issuer's configuration, which says where the keys are.
task<result<std::string>> discover(std::string url, jwks_options options, scheduler& loop) {
  const jwks_source::fetch over_http = jwks_source::over_http();
  result<std::string> said = co_await over_http(std::move(url), options, loop);
  if (!said) co_return std::move(said).error();
  const auto configuration = json::try_parse(*said);
  if (!configuration) co_return error("the OpenID configuration is no JSON: " + configuration.error().message);
  const std::string_view keys = json::find_string(*configuration, "jwks_uri");
  if (keys.empty()) co_return error("the OpenID configuration has no jwks_uri");
  result<std::string> document = co_await over_http(std::string(keys), options, loop);
  co_return document;
}

task<result<std::string>> read_file(std::string path, jwks_options options, scheduler&) {
  std::ifstream file(path, std::ios::binary);
  std::string text(options.max_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.is_open() || file.bad()) co_return error("the file " + path + " cannot be read");
  if (text.size() > options.max_bytes)
    co_return error(path + ": more than " + std::to_string(options.max_bytes) + " bytes");
  co_return text;
}

bool is_url(std::string_view place) { return place.starts_with("http://") || place.starts_with("https://"); }

jwks_source keys_at(std::string_view place, jwks_options limits) {
  if (is_url(place)) return jwks_source(std::string(place), limits);
  limits.cooldown = std::min<std::chrono::milliseconds>(limits.cooldown, 1s);  // who changes it wants to see it
  return jwks_source(std::string(place), limits, read_file);
}

}  // namespace

jwks_source keys_of_issuer(std::string_view issuer, std::string_view place, jwks_options limits) {
  if (!place.empty()) return keys_at(place, limits);
  return jwks_source(below(issuer, "/.well-known/openid-configuration"), limits, discover);
}

jwks_source keys_of_user_pool(std::string_view issuer, std::string_view place, jwks_options limits) {
  return keys_at(place.empty() ? below(issuer, "/.well-known/jwks.json") : std::string(place), limits);
}

}  // namespace lamina::gateway
