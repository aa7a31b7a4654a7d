#include "lamina/middlewares/http_cors/http_cors.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lamina/base/utf8.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_response.h"
#include "lamina/json/javascript.h"
#include "lamina/middlewares/http_cors/origin.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-cors";

// Requests may have these without asking. (CORS-safelisted request-header, Fetch standard)
constexpr std::array safelisted =
    std::to_array<std::string_view>({"accept", "accept-language", "content-language", "content-type", "range"});

bool contains(const auto& list, std::string_view text) {
  return std::ranges::find(list, text) != std::ranges::end(list);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(blank);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// Versions other than 1.0 and 2.0 are not asked for their method, as in Middy.
bool is_options_request(const json::value& event) {
  const json::value* version = json::find(event, "version");
  const std::string_view text = json::find_string(event, "version");
  if (version == nullptr || version->is_null() || text == "1.0")
    return json::find_string(event, "httpMethod") == "OPTIONS";
  if (text != "2.0") return false;
  const json::value* context = json::find(event, "requestContext");
  const json::value* http = context ? json::find(*context, "http") : nullptr;
  return http && json::find_string(*http, "method") == "OPTIONS";
}

// The text of a request header in one of Middy's two spellings, the official one first; "" when there is none.
std::string_view text_of(const json::value& event, std::string_view title, std::string_view lower) {
  const json::value* found = find_header(event, title, lower);
  return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

// Appends to a list such as Vary; a lower-case one that is there already is the one that grows.
void add_part(json::object& headers, std::string_view title, std::string_view lower, std::string_view part) {
  if (part.empty()) return;
  json::value& header = headers[json::is_truthy(headers.if_contains(lower)) ? lower : title];
  std::string text = json::is_truthy(header) ? json::to_text(header) + ", " : std::string();
  header = text.append(part);
}

void add_unless_present(json::object& headers, std::string_view name, std::string_view value) {
  if (!value.empty()) headers.emplace(name, value);
}

void read_list(options_reader& read, std::string_view key, std::vector<std::string>& target) {
  const json::value* given = read.value(key);
  if (given && !given->is_array()) throw error(std::string(key) + " must be an array").with_cause(package);
  read.list(key, target);
}

}  // namespace

http_cors_options http_cors::read_options(const json::object& options) {
  http_cors_options result;
  options_reader read(options, package);
  read.boolean("disableBeforePreflightResponse", result.disable_before_preflight_response);
  if (read.value("getOrigin") != nullptr) read.refuse("getOrigin", "instanceof Function");
  if (const json::value* given = read.value("credentials")) {
    if (!given->is_bool() && !given->is_string()) read.refuse("credentials", "boolean or string");
    if (given->is_bool())
      result.credentials = given->get_bool();
    else
      result.credentials = std::string(given->get_string());
  }
  read.text("headers", result.headers);
  read.text("methods", result.methods);
  read.text("origin", result.origin);
  read.list("origins", result.origins);
  read.text("exposeHeaders", result.expose_headers);
  if (const json::value* given = read.value("maxAge")) {
    std::int64_t seconds = 0;
    if (given->is_string())
      result.max_age = std::string(given->get_string());
    else
      read.integer("maxAge", seconds, 0), result.max_age = seconds;
  }
  read_list(read, "requestHeaders", result.request_headers);
  read_list(read, "requestMethods", result.request_methods);
  read.text("cacheControl", result.cache_control);
  read.text("vary", result.vary);
  read.finish();
  return result;
}

http_cors http_cors::from_json(const json::object& options) { return http_cors(read_options(options)); }

http_cors::http_cors(http_cors_options options) : options_(std::move(options)), many_(options_.origins.size() > 1) {
  for (std::string& header : options_.request_headers) header = lower_case(header);
  for (std::string& method : options_.request_methods) method = upper_case(method);
  std::vector<std::string> all = options_.origins;
  all.insert(all.begin(), options_.origin);
  for (const std::string& given : all) {
    if (given.empty()) continue;
    std::string canonical = canonical_origin(given);
    if (canonical == "*") {
      any_ = true;
    } else if (canonical.find('*') == std::string::npos) {
      fixed_.push_back(std::move(canonical));
    } else {
      patterns_.push_back(std::move(canonical));
      many_ = true;
    }
  }
}

std::string http_cors::credentials_text() const {
  if (const auto* text = std::get_if<std::string>(&options_.credentials)) return *text;
  return std::get<bool>(options_.credentials) ? "true" : "";
}

// Which origin is sent, and whether it was taken from the request.
struct http_cors::choice {
  std::string origin;  // "": none
  bool reflects_request = false;
};

std::optional<std::string> http_cors::origin_for(const json::value* incoming, bool with_credentials) const {
  const std::string_view text =
      incoming && incoming->is_string() ? std::string_view(incoming->get_string()) : std::string_view();
  if (options_.get_origin) return options_.get_origin(text, with_credentials);
  std::string origin = canonical_origin(text);
  if (options_.origins.empty())
    return !origin.empty() && with_credentials && options_.origin == "*" ? origin : options_.origin;
  if (contains(fixed_, origin)) return origin;
  if (any_) return with_credentials ? origin : "*";
  const auto fits = [&](const std::string& pattern) { return matches_origin_pattern(origin, pattern); };
  if (std::ranges::any_of(patterns_, fits)) return origin;
  return std::nullopt;
}

http_cors::choice http_cors::choose_origin(const json::value& event, const std::string& credentials) const {
  const json::value* incoming = find_header(event, "Origin", "origin");
  choice made;
  made.origin = origin_for(incoming, !credentials.empty()).value_or("");
  if (options_.origins.empty() || made.origin.empty() || made.origin == "*") return made;
  made.reflects_request = !options_.get_origin || (incoming && incoming->is_string() &&
                                                   made.origin == canonical_origin(incoming->get_string()));
  return made;
}

void http_cors::decorate(json::object& headers, const json::value& event) const {
  headers.reserve(headers.size() + 4);
  std::string credentials = credentials_text();
  if (const json::value* given = headers.if_contains("Access-Control-Allow-Credentials"))
    credentials = *given == json::value("true") ? "true" : "";
  if (!credentials.empty()) json::set(headers, "Access-Control-Allow-Credentials", credentials);
  add_unless_present(headers, "Access-Control-Allow-Headers", options_.headers);
  add_unless_present(headers, "Access-Control-Allow-Methods", options_.methods);

  choice made;
  if (!headers.contains("Access-Control-Allow-Origin")) {
    made = choose_origin(event, credentials);
    if (!made.origin.empty()) headers.emplace("Access-Control-Allow-Origin", made.origin);
  }
  if (!json::is_truthy(headers.if_contains("Vary"))) add_part(headers, "Vary", "vary", options_.vary);
  const bool is_any = made.origin == "*";
  if (many_ || (any_ && !is_any) || (is_any && !credentials.empty()) || made.reflects_request)
    add_part(headers, "Vary", "vary", "Origin");

  add_unless_present(headers, "Access-Control-Expose-Headers", options_.expose_headers);
  const auto* seconds = std::get_if<std::int64_t>(&options_.max_age);
  if (seconds == nullptr)
    add_unless_present(headers, "Access-Control-Max-Age", std::get<std::string>(options_.max_age));
  else if (*seconds != 0)
    add_unless_present(headers, "Access-Control-Max-Age", std::to_string(*seconds));
  if (!options_.cache_control.empty() && is_options_request(event))
    add_unless_present(headers, "Cache-Control", options_.cache_control);
}

bool http_cors::refuses_preflight(const json::value& event) const {
  if (!options_.request_methods.empty()) {
    const std::string_view method = text_of(event, "Access-Control-Request-Method", "access-control-request-method");
    if (!method.empty() && !contains(options_.request_methods, method)) return true;
  }
  if (options_.request_headers.empty()) return false;
  std::string_view asked = text_of(event, "Access-Control-Request-Headers", "access-control-request-headers");
  if (asked.empty()) return false;
  for (;;) {
    const auto comma = asked.find(',');
    const std::string header = lower_case(trimmed(asked.substr(0, comma)));
    if (!contains(safelisted, header) && !contains(options_.request_headers, header)) return true;
    if (comma == std::string_view::npos) return false;
    asked.remove_prefix(comma + 1);
  }
}

step http_cors::before(request& request) const {
  if (options_.disable_before_preflight_response || !is_options_request(request.event)) return go_on();
  json::object headers(request.storage());
  if (!refuses_preflight(request.event)) decorate(headers, request.event);
  json::object response(request.storage());
  if (request.response) response = std::move(normalize_http_response(request.response));
  response.reserve(2);
  json::set(response, "statusCode", 204);
  response["headers"] = std::move(headers);
  return respond(std::move(response));
}

void http_cors::after(request& request) const {
  json::value& headers = normalize_http_response(request.response, request.storage())["headers"];
  if (!headers.is_object()) headers.emplace_object();
  decorate(headers.get_object(), request.event);
}

void http_cors::on_error(request& request) const {
  if (request.response) after(request);
}

}  // namespace lamina
