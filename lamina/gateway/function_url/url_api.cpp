#include "lamina/gateway/function_url/url_api.h"

#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t id_size = 32;
constexpr std::chrono::milliseconds patience{5'000};  // beyond the function's own limit

std::string url_id(const config::service& from, const config::function& function) {
  return stable_id("url of " + from.name + "/" + from.stage + "/" + function.key, id_size);
}

api_stage stage_of(const config::service& from, const gateway_options& options, const config::function& function) {
  return {.account_id = function.address->is_signed ? options.account_id : "anonymous",
          .region = from.region,
          .api_id = url_id(from, function),
          .deployment_id = {},
          .stage = "$default"};
}

// Takes the first label off `host`.
std::string_view next_label(std::string_view& host) noexcept {
  const std::size_t dot = std::min(host.find('.'), host.size());
  const std::string_view label = host.substr(0, dot);
  host.remove_prefix(std::min(dot + 1, host.size()));
  return label;
}

}  // namespace

std::string url_host_of(const config::service& from, const config::function& function) {
  return url_id(from, function) + ".lambda-url." + from.region + ".localhost";
}

result<url_api> make_url_api(const config::service& from, const function_map& functions,
                             const gateway_options& options) {
  url_api made{{},
               authorizer_plans(guarded_api::function_url, from, functions, options),
               {.account_id = "anonymous", .region = from.region, .stage = "$default"}};
  for (const config::function& one : from.functions) {
    if (!one.address) continue;
    const auto target = functions.find(one.key);
    if (target == functions.end()) return error(one.where.text() + ": there is no function \"" + one.key + "\"");
    api_stage stage = stage_of(from, options, one);
    url_function added{.key = one.key,
                       .stage = stage,
                       .arn = "arn:aws:lambda:" + from.region + ":" + options.account_id + ":function:" + one.name,
                       .host = url_host_of(from, one),
                       .function = target->second.get(),
                       .event = http_event_template(stage, "$default", http_event_format::function_url),
                       .time_limit = one.timeout + patience,
                       .streams = one.address->streams,
                       .port = one.address->port};
    if (one.address->cors) added.cors.emplace(*one.address->cors);
    if (one.address->is_signed) {
      config::authorizer signatures;
      signatures.type = config::authorizer::kind::aws_iam;
      auto place = made.authorizers.add(signatures);
      if (!place) return error(one.where.text() + ": " + place.error().message);
      added.authorizer = place->index;
      added.closed = place->closed;
      if (!added.closed.empty()) made.notes.push_back(one.where.text() + ".url: " + added.closed + ": it answers 403");
    }
    made.functions.push_back(std::move(added));
  }
  made.takes_all = made.functions.size() == 1 && from.routes.empty() && from.websockets.empty();
  const auto& of_authorizers = made.authorizers.notes();
  made.notes.insert(made.notes.end(), of_authorizers.begin(), of_authorizers.end());
  return made;
}

url_host find_url(const url_api& api, std::string_view host) noexcept {
  const std::string_view id = next_label(host);
  if (!http::equal_ignoring_case(next_label(host), "lambda-url")) return {};
  for (std::size_t i = 0; i < api.functions.size(); ++i)
    if (http::equal_ignoring_case(id, api.functions[i].stage.api_id)) return {true, i};
  return {true, std::nullopt};
}

}  // namespace lamina::gateway
