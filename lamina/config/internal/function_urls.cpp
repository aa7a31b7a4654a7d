#include "lamina/config/internal/building.h"
#include "lamina/config/internal/known_keys.h"

namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";

// What is given, else the Framework's default; `null` takes the default away.
std::vector<std::string> listed_or(const node& cors, std::string_view key, std::vector<std::string> otherwise) {
  const node given = cors[key];
  if (cors.is_map() && cors.has(key) && !given.is_given() && !given.is_unresolved()) return {};
  std::vector<std::string> all = listed(given);
  return all.empty() ? otherwise : all;
}

std::optional<http_api_cors> read_cors(const node& cors) {
  if (cors.is_unresolved()) cors.warn("cannot be resolved (" + cors.why() + "); the URL has no cors");
  if (!cors.is_given() || cors.is_false()) return std::nullopt;
  if (!cors.is_true() && !cors.is_map()) {
    cors.expected("true, false or a map");
    return std::nullopt;
  }
  static const std::vector<std::string> headers = {"Content-Type", "X-Amz-Date",           "Authorization",
                                                   "X-Api-Key",    "X-Amz-Security-Token", "X-Amzn-Trace-Id"};
  http_api_cors to;
  to.origins = listed_or(cors, "allowedOrigins", {"*"});
  to.headers = listed_or(cors, "allowedHeaders", headers);
  to.methods = listed_or(cors, "allowedMethods", {"*"});
  to.exposed_headers = listed(cors["exposedResponseHeaders"]);
  to.allow_credentials = cors["allowCredentials"].boolean(ignored).value_or(false);
  if (const auto age = cors["maxAge"].whole_number(ignored, 86'400)) to.max_age = static_cast<int>(*age);
  return to;
}

// Is every request to be signed? Nothing when that cannot be known.
std::optional<bool> read_authorizer(const node& authorizer) {
  if (authorizer.is_unresolved()) {
    authorizer.warn("cannot be resolved (" + authorizer.why() + "); the URL is left out rather than left open");
    return std::nullopt;
  }
  if (!authorizer.is_given()) return false;
  const std::string text = authorizer.text(ignored).value_or("");
  if (text == "aws_iam" || text == "AWS_IAM") return true;
  authorizer.expected("aws_iam, or nothing");
  return std::nullopt;
}

std::optional<std::uint16_t> read_port(building& into, const std::string& function) {
  const node all = into.root["custom"]["lamina"]["functionUrls"];
  if (all.is_given() && !all.is_map()) all.expected("a map of functions, each with a port");
  const node own = all[function];
  if (own.is_given() && !own.is_map()) own.expected("a map with a port");
  check_lamina_url_keys(into.all, own);
  const auto port = own["port"].whole_number("the URL has no port of its own", 65'535);
  return port ? std::optional(static_cast<std::uint16_t>(*port)) : std::nullopt;
}

}  // namespace

std::optional<function_url> read_function_url(building& into, const std::string& function, const node& url) {
  if (url.is_unresolved()) url.warn("cannot be resolved (" + url.why() + "); the function has no URL");
  if (!url.is_given() || url.is_false()) return std::nullopt;
  if (!url.is_true() && !url.is_map()) {
    url.expected("true, false or a map with authorizer, cors, invokeMode");
    return std::nullopt;
  }
  check_url_keys(into.all, url);
  const auto is_signed = read_authorizer(url["authorizer"]);
  if (!is_signed) return std::nullopt;
  function_url to{.is_signed = *is_signed, .cors = read_cors(url["cors"]), .port = read_port(into, function)};
  const node mode = url["invokeMode"];
  const std::string text = mode.text("BUFFERED is used").value_or("BUFFERED");
  if (text != "BUFFERED" && text != "RESPONSE_STREAM") mode.expected("BUFFERED or RESPONSE_STREAM");
  to.streams = text == "RESPONSE_STREAM";
  return to;
}

}  // namespace lamina::config
