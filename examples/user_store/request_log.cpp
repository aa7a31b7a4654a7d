#include "examples/user_store/request_log.h"

#include <algorithm>
#include <array>

namespace user_store {
namespace {

using namespace lamina;

constexpr std::string_view started = "request_log.started";

// Compared without case. In rawQueryString and the like the secret is inside the text.
constexpr std::array<std::string_view, 11> secret_names{
    "authorization", "authorizationtoken", "password",       "cookie", "cookies",
    "set-cookie",    "jwttoken",           "rawquerystring", "token",  "sec-websocket-protocol",
    "access_token"};

bool is_secret(std::string_view name) {
  return std::any_of(secret_names.begin(), secret_names.end(), [&](std::string_view secret) {
    return std::equal(name.begin(), name.end(), secret.begin(), secret.end(), [](char left, char right) {
      return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
    });
  });
}

json::value redact(const json::value& value) {
  if (value.is_array()) {
    json::array copy;
    for (const auto& member : value.as_array()) copy.push_back(redact(member));
    return copy;
  }
  if (!value.is_object()) return value;
  json::object copy;
  for (const auto& [key, member] : value.as_object()) {
    if (is_secret(key)) {
      copy[key] = "(not logged)";
    } else if (key == "body" && member.is_string()) {
      copy[key] = "(" + std::to_string(member.as_string().size()) + " bytes, not logged)";
    } else {
      copy[key] = redact(member);
    }
  }
  return copy;
}

// What a client chose must not look like another line.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return out;
}

std::string_view client_of(const json::value& event) {
  const json::value* context = json::find(event, "requestContext");
  for (const char* holder : {"identity", "http"}) {
    const json::value* found = context ? json::find(*context, holder) : nullptr;
    if (found) return json::find_string(*found, "sourceIp", "-");
  }
  return "-";
}

}  // namespace

json::value without_secrets(const json::value& event) { return redact(event); }

void request_log::event(const json::value& event) const {
  if (debug_) log_->write_line(json::serialize(without_secrets(event)));
}

void request_log::begin(routed_request& request) const {
  request.locals[started] = request.context.loop().now().time_since_epoch().count();
}

void request_log::end(const routed_request& request, const http_response& response, std::string_view user) const {
  const json::value* began = request.locals.if_contains(started);
  const steady_time start{steady_time::duration(began ? began->as_int64() : 0)};
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(request.context.loop().now() - start);
  std::string line = one_line(request.event.method()) + " " + one_line(request.event.path()) + " " +
                     std::to_string(response.status_code) + " ";
  line += user.empty() ? "[NoAuthorization]" : "[User:" + one_line(user) + "]";
  line += " " + one_line(client_of(request.event.document()));
  line += " request:" + std::to_string(request.event.body().size()) + "B";
  line += " response:" + std::to_string(response.body.size()) + "B " + std::to_string(took.count()) + "ms";
  log_->write_line(line);
}

void request_log::socket(std::string_view what, std::string_view endpoint, std::string_view connection_id,
                         std::string_view user) const {
  log_->write_line(one_line(what) + " " + one_line(endpoint) + " " + one_line(connection_id) + " " + one_line(user));
}

void request_log::failure(const error& failure) const {
  log_->error(failure.message, {{"errorType", std::string_view(failure.name)}});
}

}  // namespace user_store
