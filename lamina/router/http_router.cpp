#include "lamina/router/http_router.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lamina/events/http_event.h"
#include "lamina/router/http_route_pattern.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-router";
constexpr std::array<std::string_view, 7> methods = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"};

// The routes of one method.
struct method_routes {
  struct dynamic_route {
    http_route_pattern pattern;
    handler_function handler;
  };
  named_handlers literal;  // by path, without a slash at its end
  std::vector<dynamic_route> dynamic;
};

// Where an event says what is asked for; null when it does not.
struct asked_for {
  const json::value* method = nullptr;
  const json::value* path = nullptr;
};

std::string_view text_of(const json::value* value) {
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::string_view without_last_slash(std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

asked_for read_event(const json::value& event) {
  const std::string_view version = http_event_version(event);
  if (version == "1.0") return {json::find(event, "httpMethod"), json::find(event, "path")};
  if (version == "vpc") return {json::find(event, "method"), json::find(event, "raw_path")};
  const json::value* context = version == "2.0" ? json::find(event, "requestContext") : nullptr;
  const json::value* http = context ? json::find(*context, "http") : nullptr;
  return http ? asked_for{json::find(*http, "method"), json::find(*http, "path")} : asked_for{};
}

error unknown_format(const char* message, std::string_view key, const json::value* found) {
  json::object data;
  if (found != nullptr) data[key] = *found;
  return error(message).with_cause(package, std::move(data));
}

// {...values, ...event.pathParameters}
void add_parameters(json::object& event, const std::vector<std::string>& names,
                    const std::vector<std::string_view>& values) {
  json::object parameters(event.storage());
  for (std::size_t i = 0; i < names.size(); ++i) parameters.insert_or_assign(names[i], values[i]);
  json::value& place = event["pathParameters"];
  if (const json::object* given = place.if_object())
    for (const auto& [name, value] : *given) parameters.insert_or_assign(name, value);
  place = std::move(parameters);
}

class http_routes {
 public:
  void add(const http_route& route);
  result<route_choice> choose(json::value& event) const;

 private:
  const handler_function* find(std::string_view method, std::string_view path, json::object& event) const;

  std::array<method_routes, methods.size()> by_method_;
};

void http_routes::add(const http_route& route) {
  const bool is_any = route.method == "ANY";
  if (!is_any && std::ranges::find(methods, route.method) == methods.end())
    throw error("Method not allowed").with_cause(package, {{"method", route.method}});
  const std::string_view path = without_last_slash(route.path);
  for (std::size_t i = 0; i < methods.size(); ++i) {
    if (!is_any && methods[i] != route.method) continue;
    if (path.find('{') == path.npos)
      by_method_[i].literal.set(std::string(path), route.handler);
    else
      by_method_[i].dynamic.push_back({http_route_pattern(path), route.handler});
  }
}

const handler_function* http_routes::find(std::string_view method, std::string_view path, json::object& event) const {
  const auto place = std::ranges::find(methods, method);
  if (place == methods.end()) return nullptr;
  const method_routes& routes = by_method_[static_cast<std::size_t>(place - methods.begin())];
  if (const auto* literal = routes.literal.find(without_last_slash(path))) return literal;
  std::vector<std::string_view> values;
  for (const auto& [pattern, handler] : routes.dynamic) {
    if (!pattern.match(path, values)) continue;
    add_parameters(event, pattern.names(), values);
    return &handler;
  }
  return nullptr;
}

result<route_choice> http_routes::choose(json::value& event) const {
  const asked_for asked = read_event(event);
  const std::string_view method = text_of(asked.method);
  std::string_view path = text_of(asked.path);
  if (http_event_version(event) == "vpc") path = path.substr(0, path.find('?'));
  if (method.empty())
    return unknown_format(
        "Unknown HTTP event format: missing HTTP method. Expected 'httpMethod' (v1), "
        "'requestContext.http.method' (v2), or 'method' (VPC)",
        "method", asked.method);
  if (path.empty())
    return unknown_format(
        "Unknown HTTP event format: missing path. Expected 'path' (v1), 'requestContext.http.path' "
        "(v2), or 'raw_path' (VPC)",
        "path", asked.path);
  if (const auto* handler = find(method, path, event.get_object())) return route_choice{handler};
  return route_choice{nullptr, {{"method", method}, {"path", path}}};
}

}  // namespace

handler_function http_router(std::vector<http_route> routes, not_found_response not_found) {
  http_routes all;
  bool may_wait = false;
  for (const http_route& route : routes) {
    may_wait |= route.handler.may_wait();
    all.add(route);
  }
  return make_router({[all = std::move(all)](json::value& event) { return all.choose(event); }, may_wait,
                      std::move(not_found), error(404, "Route does not exist"), package});
}

}  // namespace lamina
