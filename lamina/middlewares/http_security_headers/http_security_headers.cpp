#include "lamina/middlewares/http_security_headers/http_security_headers.h"

#include <array>
#include <cmath>
#include <optional>

#include "lamina/engine/options_reader.h"
#include "lamina/events/http_response.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-security-headers";
constexpr double one_year = 31'536'000;  // seconds: what browsers' preload lists ask for

json::object policies() {
  return {{"default-src", "'report-sample' 'report-sha256'"},
          {"base-uri", "'none'"},
          {"sandbox", ""},
          {"form-action", "'none'"},
          {"frame-ancestors", "'none'"},
          {"report-to", "default"},
          {"require-trusted-types-for", "'script'"},
          {"upgrade-insecure-requests", ""}};
}

json::object no_permissions() {
  constexpr auto features = std::to_array<std::string_view>(
      {"accelerometer", "all-screens-capture", "ambient-light-sensor", "autoplay", "battery", "camera",
       "cross-origin-isolated", "display-capture", "document-domain", "encrypted-media", "execution-while-not-rendered",
       "execution-while-out-of-viewport", "fullscreen", "geolocation", "gyroscope", "keyboard-map", "magnetometer",
       "microphone", "midi", "monetization", "navigation-override", "payment", "picture-in-picture",
       "publickey-credentials-get", "screen-wake-lock", "sync-xhr", "usb", "web-share", "xr-spatial-tracking",
       // proposed
       "clipboard-read", "clipboard-write", "gamepad", "speaker-selection",
       // experimental
       "conversion-measurement", "focus-without-user-activation", "hid", "idle-detection", "interest-cohort", "serial",
       "sync-script", "trust-token-redemption", "window-placement", "vertical-scroll"});
  json::object none;
  for (const std::string_view feature : features) none[feature] = "";
  return none;
}

// The default with what the option changes of it; nothing when it is switched off.
std::optional<json::object> merged(json::object fallback, const json::value& option) {
  if (!json::is_truthy(option)) return std::nullopt;
  if (const json::object* changes = option.if_object())
    for (const auto& [key, value] : *changes) fallback[key] = value;
  return fallback;
}

std::string member(const json::object& config, std::string_view key) {
  const json::value* found = config.if_contains(key);
  return found ? json::to_text(*found) : "undefined";
}

void append(std::string& list, std::string_view separator, std::string_view item) {
  if (!list.empty()) list += separator;
  list += item;
}

std::string content_security_policy(const json::object& config) {
  std::string header;
  for (const auto& [directive, value] : config)
    if (json::is_truthy(value)) append(header, "; ", std::string(directive) + " " + json::to_text(value));
  for (const std::string_view flag : {"sandbox", "upgrade-insecure-requests"})
    if (const json::value* given = config.if_contains(flag); given && *given == json::value(""))
      header.append("; ").append(flag);
  return header;
}

std::string permissions_policy(const json::object& config) {
  std::string header;
  for (const auto& [feature, value] : config) {
    const std::string text = json::to_text(value);
    append(header, ", ", std::string(feature) + "=" + (text == "*" ? text : "(" + text + ")"));
  }
  return header;
}

std::string reporting_endpoints(const json::object& config) {
  std::string header;
  for (const auto& [key, value] : config) append(header, ", ", std::string(key) + "=\"" + json::to_text(value) + "\"");
  return header;
}

// Every group is sent under the name "default", as Middy does.
std::string report_to(const json::object& config) {
  const std::string subdomains =
      member(config, config.contains("includeSubdomains") ? "includeSubdomains" : "includeSubDomains");
  std::string header;
  for (const auto& [group, url] : config) {
    if (group == "maxAge" || group == "includeSubDomains" || group == "includeSubdomains" || !json::is_truthy(url))
      continue;
    append(header, ", ",
           R"({ "group": "default", "max_age": )" + member(config, "maxAge") + R"(, "endpoints": [ { "url": ")" +
               json::to_text(url) + "\" } ]" +
               (group == "default" ? ", \"include_subdomains\": " + subdomains : std::string()) + " }");
  }
  return header;
}

std::string strict_transport_security(const json::object& config) {
  const json::value* given = config.if_contains("maxAge");
  const double max_age = given && given->is_number() ? std::floor(given->to_number<double>() + 0.5) : 0;
  std::string header = "max-age=";
  json::number_to(header, max_age);
  if (json::is_truthy(config.if_contains("includeSubDomains"))) header += "; includeSubDomains";
  if (json::is_truthy(config.if_contains("preload")) && max_age >= one_year) header += "; preload";
  return header;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

void read_switch(options_reader& read, std::string_view key, json::value& target) {
  const json::value* given = read.value(key);
  if (given == nullptr) return;
  if (!given->is_bool() && !given->is_object()) read.refuse(key, "boolean or object");
  target = *given;
}

}  // namespace

http_security_headers http_security_headers::from_json(const json::object& options) {
  http_security_headers_options o;
  options_reader read(options, package);
  read_switch(read, "contentSecurityPolicy", o.content_security_policy);
  read.boolean("contentSecurityPolicyReportOnly", o.content_security_policy_report_only);
  read_switch(read, "contentTypeOptions", o.content_type_options);
  read_switch(read, "crossOriginEmbedderPolicy", o.cross_origin_embedder_policy);
  read_switch(read, "crossOriginOpenerPolicy", o.cross_origin_opener_policy);
  read_switch(read, "crossOriginResourcePolicy", o.cross_origin_resource_policy);
  read_switch(read, "dnsPrefetchControl", o.dns_prefetch_control);
  read_switch(read, "downloadOptions", o.download_options);
  read_switch(read, "frameOptions", o.frame_options);
  read_switch(read, "originAgentCluster", o.origin_agent_cluster);
  read_switch(read, "permissionsPolicy", o.permissions_policy);
  read_switch(read, "permittedCrossDomainPolicies", o.permitted_cross_domain_policies);
  read.boolean("poweredBy", o.powered_by);
  read_switch(read, "referrerPolicy", o.referrer_policy);
  read_switch(read, "reportingEndpoints", o.reporting_endpoints);
  read_switch(read, "reportTo", o.report_to);
  read_switch(read, "strictTransportSecurity", o.strict_transport_security);
  read_switch(read, "xssProtection", o.xss_protection);
  read.finish();
  return http_security_headers(o);
}

http_security_headers::http_security_headers(const http_security_headers_options& options)
    : powered_by_(options.powered_by) {
  // `text` makes the header of the merged option; an empty one is not sent.
  const auto add = [&](std::string_view header, json::object fallback, const json::value& option, auto text) {
    const auto config = merged(std::move(fallback), option);
    if (!config) return;
    if (std::string made = text(*config); !made.empty()) headers_.emplace_back(header, std::move(made));
  };
  const auto the = [](std::string_view key) {
    return [key](const json::object& config) { return member(config, key); };
  };
  const auto always = [](const char* text) { return [text](const json::object&) { return std::string(text); }; };

  add(options.content_security_policy_report_only ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy",
      policies(), options.content_security_policy, content_security_policy);
  add("Cross-Origin-Embedder-Policy", {{"policy", "require-corp"}}, options.cross_origin_embedder_policy,
      the("policy"));
  add("Cross-Origin-Opener-Policy", {{"policy", "same-origin"}}, options.cross_origin_opener_policy, the("policy"));
  add("Cross-Origin-Resource-Policy", {{"policy", "same-origin"}}, options.cross_origin_resource_policy, the("policy"));
  add("Permissions-Policy", no_permissions(), options.permissions_policy, permissions_policy);
  add("Origin-Agent-Cluster", {}, options.origin_agent_cluster, always("?1"));
  add("Referrer-Policy", {{"policy", "no-referrer"}}, options.referrer_policy, the("policy"));
  add("Report-To", {{"maxAge", one_year}, {"includeSubDomains", true}}, options.report_to, report_to);
  add("Reporting-Endpoints", {}, options.reporting_endpoints, reporting_endpoints);
  add("Strict-Transport-Security", {{"maxAge", 15'552'000}, {"includeSubDomains", true}, {"preload", true}},
      options.strict_transport_security, strict_transport_security);
  add("X-Content-Type-Options", {{"action", "nosniff"}}, options.content_type_options, the("action"));
  add("X-DNS-Prefetch-Control", {{"allow", false}}, options.dns_prefetch_control, [](const json::object& config) {
    return std::string(json::is_truthy(config.if_contains("allow")) ? "on" : "off");
  });
  add("X-Download-Options", {{"action", "noopen"}}, options.download_options, the("action"));
  add("X-Frame-Options", {{"action", "deny"}}, options.frame_options,
      [](const json::object& config) { return upper(member(config, "action")); });
  add("X-Permitted-Cross-Domain-Policies", {{"policy", "none"}}, options.permitted_cross_domain_policies,
      the("policy"));
  add("X-XSS-Protection", {}, options.xss_protection, always("0"));
}

void http_security_headers::after(request& request) const {
  json::value& headers = normalize_http_response(request.response, request.storage())["headers"];
  if (!headers.is_object()) headers.emplace_object();
  json::object& map = headers.get_object();
  map.reserve(map.size() + headers_.size());
  for (const auto& [header, text] : headers_) json::set(map, header, text);
  if (!powered_by_) return;
  for (const std::string_view header : {"Server", "X-Powered-By"})
    if (json::find(map, header) != nullptr) map.stable_erase(map.find(header));
}

void http_security_headers::on_error(request& request) const {
  if (request.response) after(request);
}

}  // namespace lamina
