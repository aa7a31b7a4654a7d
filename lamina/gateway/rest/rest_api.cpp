#include "lamina/gateway/rest/rest_api.h"

#include <algorithm>

#include "lamina/gateway/rest/internal/rest_integration.h"

namespace lamina::gateway {
namespace {

std::string place(const config::route& route) {
  const std::string& key = route.where.key;
  std::string text = route.where.file.empty() ? "" : route.where.file + ":" + std::to_string(route.where.line) + ": ";
  return text + (key.empty() ? route.method + " " + route.path : key) + ": ";
}

class rest_api_maker {
 public:
  rest_api_maker(const config::service& from, const function_map& functions, const gateway_options& options)
      : from_(from),
        functions_(functions),
        options_(options),
        models_(from.models),
        api_{rest_stage_of(from, options),
             {},
             {},
             {guarded_api::rest, from, functions, options},
             binary_media_types(from.binary_media_types),
             {}} {}

  result<rest_api> make() {
    read_resource_policy();
    for (const config::route& route : from_.routes) {
      if (route.api != config::api_kind::rest) continue;
      if (auto added = add(route); !added) return added.error();
    }
    for (const config::rest_cors& path : from_.rest_cors_paths)
      if (auto added = add(path); !added) return added.error();
    if (auto added = add_gateway_responses(); !added) return added.error();
    if (auto added = add_usage_plans(); !added) return added.error();
    api_.minimum_compression_size = from_.minimum_compression_size;
    for (const std::string& note : api_.authorizers.notes()) api_.notes.push_back(note);
    return std::move(api_);
  }

 private:
  result<void> add(const config::route& route) {
    const auto function = functions_.find(route.function);
    if (function == functions_.end()) return error(place(route) + "there is no function \"" + route.function + "\"");
    const auto index = static_cast<std::uint32_t>(api_.routes.size());
    if (auto added = api_.table.add(route.method, route.path, index); !added)
      return error(place(route) + added.error().message);

    rest_route made{.resource = route.path,
                    .function = function->second.get(),
                    .event = rest_event_template(api_.stage, route.path, route.operation_id),
                    .time_limit = time_limit_of(route),
                    .streams = route.streams,
                    .closed = closed_by_policy_};
    auto checks = make_route_checks(route, models_);
    if (!checks) return error(place(route) + checks.error().message);
    made.checks = *std::move(checks);
    if (made.closed.empty()) made.closed = internal::add_integration(made, route, api_.stage, options_);
    if (made.closed.empty() && route.authorizer) {
      auto guard = api_.authorizers.add(*route.authorizer);
      if (!guard) return error(place(route) + guard.error().message);
      made.authorizer = guard->index;
      made.authorizer_type = guard->type;
      made.closed = std::move(guard->closed);
    }
    note_what_is_missing(route, made.closed);
    if (made.streams && made.closed.empty())
      api_.notes.push_back(place(route) + "transferMode STREAM: an answer is sent when it is whole");
    api_.routes.push_back(std::move(made));
    return {};
  }

  // The 29 s are no limit for what is streamed.
  std::chrono::milliseconds time_limit_of(const config::route& route) const {
    const auto wanted = route.timeout.value_or(options_.integration_timeout);
    return route.streams ? wanted : std::min(wanted, options_.integration_timeout);
  }

  void read_resource_policy() {
    const json::value* const written = from_.api_gateway.if_contains("resourcePolicy");
    if (written == nullptr || written->is_null()) return;
    auto read = policy::read(*written, policy_kind::of_resource);
    if (!read) {
      closed_by_policy_ = "provider.apiGateway.resourcePolicy: " + read.error().message;
      return;
    }
    api_.resources = *std::move(read);
    if (api_.resources->has_absent_keys())
      api_.notes.push_back(
          "provider.apiGateway.resourcePolicy: a condition is about a key that requests do not have here (a VPC, an "
          "organization, a tag): it is judged as AWS judges what is missing");
  }

  // A method that the service has written itself is not shadowed; one of ANY is.
  result<void> add(const config::rest_cors& path) {
    const auto is_written = [&](const config::route& route) {
      return route.api == config::api_kind::rest && route.method == "OPTIONS" && route.path == path.path;
    };
    if (std::ranges::any_of(from_.routes, is_written)) return {};
    const auto index = static_cast<std::uint32_t>(api_.routes.size());
    if (auto added = api_.table.add("OPTIONS", path.path, index); !added)
      return error("cors: " + added.error().message);
    api_.routes.push_back({.resource = path.path,
                           .integration = integration_kind::preflight,
                           .event = rest_event_template(api_.stage, path.path),
                           .preflight = std::make_shared<cors_preflight>(path),
                           .closed = closed_by_policy_});
    return {};
  }

  void note_what_is_missing(const config::route& route, const std::string& closed) {
    if (!closed.empty()) api_.notes.push_back(place(route) + closed + ": the route answers 500");
  }

  result<void> add_gateway_responses() {
    auto changed = gateway_responses::compile(from_.gateway_responses, api_.notes);
    if (!changed) return changed.error();
    api_.changed_responses = *std::move(changed);
    return {};
  }

  result<void> add_usage_plans() {
    const auto needs_key = [](const rest_route& route) { return route.checks && route.checks->needs_key; };
    if (std::ranges::none_of(api_.routes, needs_key)) return {};
    auto memory = usage_memory::open(from_);
    if (!memory) api_.notes.push_back("what API keys use up is forgotten at the end: " + memory.error().message);
    if (memory) api_.usage = *std::move(memory);
    auto plans = usage_plans::make(from_, api_.usage ? api_.usage->read() : json::value());
    if (!plans) return plans.error();
    api_.plans = *std::move(plans);
    api_.key_source = from_.api_key_source;
    api_.notes.insert(api_.notes.end(), api_.plans->notes().begin(), api_.plans->notes().end());
    if (!api_.plans->has_keys())
      api_.notes.push_back("no API key opens the routes that are private: they answer 403 to everybody");
    return {};
  }

  const config::service& from_;
  const function_map& functions_;
  const gateway_options& options_;
  const request_models models_;
  rest_api api_;
  std::string closed_by_policy_{};
};

}  // namespace

result<rest_api> make_rest_api(const config::service& from, const function_map& functions,
                               const gateway_options& options) {
  return rest_api_maker(from, functions, options).make();
}

}  // namespace lamina::gateway
