#include "lamina/gateway/http_api/http_api.h"

#include <algorithm>

namespace lamina::gateway {
namespace {

// A path may be written without its slash.
std::string path_of(const config::route& route) { return (route.path.starts_with('/') ? "" : "/") + route.path; }

std::string key_of(const config::route& route) {
  return route.path == "$default" ? route.path : route.method + " " + path_of(route);
}

std::string place(const config::route& route) {
  return (route.where.key.empty() ? key_of(route) : route.where.text()) + ": ";
}

class http_api_maker {
 public:
  http_api_maker(const config::service& from, const function_map& functions, const gateway_options& options)
      : from_(from),
        functions_(functions),
        options_(options),
        api_{http_stage_of(from, options), {guarded_api::http, from, functions, options}, {}, {}} {}

  result<std::optional<http_api>> make() {
    for (const config::route& route : from_.routes)
      if (route.api == config::api_kind::http)
        if (auto added = add(route); !added) return added.error();
    if (api_.routes.empty()) return std::optional<http_api>();
    for (const std::string& note : api_.authorizers.notes()) api_.notes.push_back(note);
    if (from_.http_cors) api_.cors.emplace(*from_.http_cors);
    api_.is_stage_in_path = api_.stage.stage != "$default";
    const auto is_rest = [](const config::route& route) { return route.api == config::api_kind::rest; };
    if (api_.stage.stage == from_.stage && std::ranges::any_of(from_.routes, is_rest))
      api_.notes.push_back("the HTTP API's stage has the name of the REST API's, \"" + from_.stage +
                           "\": the REST API gets all requests");
    return std::optional<http_api>(std::move(api_));
  }

 private:
  result<void> add(const config::route& route) {
    const auto function = functions_.find(route.function);
    if (function == functions_.end()) return error(place(route) + "there is no function \"" + route.function + "\"");
    if (auto found = enter(route); !found) return error(place(route) + found.error().message);
    const bool is_1_0 = route.payload == "1.0";
    const auto limit = options_.http_integration_timeout;
    http_route made{
        .key = key_of(route),
        .function = function->second.get(),
        .event = http_event_template(api_.stage, key_of(route),
                                     is_1_0 ? http_event_format::http_api_1_0 : http_event_format::http_api_2_0),
        .answers = is_1_0 ? http_response_format::http_api_1_0 : http_response_format::http_api_2_0,
        .time_limit = std::min(route.timeout.value_or(limit), limit)};
    if (route.throttle) made.throttle = std::make_unique<token_bucket>(*route.throttle);
    if (route.authorizer)
      if (auto guarded = guard(made, *route.authorizer); !guarded) return error(place(route) + guarded.error().message);
    if (!made.closed.empty()) api_.notes.push_back(place(route) + made.closed + ": the route answers 500");
    api_.routes.push_back(std::move(made));
    return {};
  }

  result<void> guard(http_route& made, const config::authorizer& by) {
    auto found = api_.authorizers.add(by);
    if (!found) return found.error();
    made.authorizer = found->index;
    made.closed = std::move(found->closed);
    if (const std::string& version = found->event_version; !version.empty())
      made.authorizer_event.emplace(
          api_.stage, made.key, version == "1.0" ? http_event_format::http_api_1_0 : http_event_format::http_api_2_0);
    return {};
  }

  result<void> enter(const config::route& route) {
    const auto index = static_cast<std::uint32_t>(api_.routes.size());
    if (route.path != "$default") return api_.table.add(route.method, path_of(route), index);
    if (api_.fallback) return error("the route $default is there twice");
    api_.fallback = index;
    return {};
  }

  const config::service& from_;
  const function_map& functions_;
  const gateway_options& options_;
  http_api api_;
};

}  // namespace

result<std::optional<http_api>> make_http_api(const config::service& from, const function_map& functions,
                                              const gateway_options& options) {
  return http_api_maker(from, functions, options).make();
}

}  // namespace lamina::gateway
