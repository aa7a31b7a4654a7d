#include "lamina/gateway/authorizers/authorizer_plans.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>
#include <variant>

#include "lamina/gateway/authorizers/authorizer_target.h"
#include "lamina/gateway/authorizers/iam_authorizer.h"
#include "lamina/gateway/authorizers/issuer_keys.h"
#include "lamina/gateway/authorizers/jwt_authorizer.h"
#include "lamina/gateway/authorizers/lambda_authorizer.h"

namespace lamina::gateway {
namespace {

using kind = config::authorizer::kind;
using namespace std::chrono_literals;

constexpr std::size_t max_websocket_result = 8 * 1024;  // a quota of WebSocket APIs, which keep it
constexpr std::chrono::milliseconds http_time_limit = 10s;

struct lambda_plan {
  lambda_authorizer_options options;
  function_pool::function* function = nullptr;
};
struct jwt_plan {
  jwt_authorizer_options options;
  std::string key_place;  // "": at the issuer
};
struct iam_plan {
  iam_authorizer_options options;
};
using plan = std::variant<lambda_plan, jwt_plan, iam_plan>;

// A plan, or why there is none: the route stays closed.
struct planned {
  std::optional<plan> made{};
  std::string closed{};
};

planned closed(std::string why) { return {std::nullopt, std::move(why)}; }

result<std::unique_ptr<authorizer>> upcast(auto made) {
  if (!made) return std::move(made).error();
  return std::unique_ptr<authorizer>(*std::move(made));
}

result<std::unique_ptr<authorizer>> make_one(const lambda_plan& from, scheduler& loop, logger& log) {
  return upcast(lambda_authorizer::make(from.options, *from.function, loop, log));
}
result<std::unique_ptr<authorizer>> make_one(const jwt_plan& from, scheduler& loop, logger& log) {
  const std::string& issuer = from.options.rules.issuer;
  auto keys = from.options.rules.flavour == jwt_flavour::user_pool ? keys_of_user_pool(issuer, from.key_place)
                                                                   : keys_of_issuer(issuer, from.key_place);
  return upcast(jwt_authorizer::make(from.options, std::move(keys), loop, log));
}
result<std::unique_ptr<authorizer>> make_one(const iam_plan& from, scheduler& loop, logger&) {
  return std::unique_ptr<authorizer>(std::make_unique<iam_authorizer>(from.options, loop));
}

bool has_kind(guarded_api api, kind which) {
  switch (api) {
    case guarded_api::rest: return which != kind::jwt;
    case guarded_api::http: return which == kind::jwt || which == kind::request || which == kind::aws_iam;
    case guarded_api::websocket: return which == kind::request;
    case guarded_api::function_url: return which == kind::aws_iam;
  }
  return false;
}

// Where a token is looked for unless the authorizer says so.
result<identity_sources> sources_of(const config::authorizer& guard) {
  if (guard.identity_sources.empty() && guard.type != kind::request)
    return identity_sources::compile({"method.request.header.Authorization"});
  return identity_sources::compile(guard.identity_sources);
}

// Those that are known here, of one or a list.
std::vector<std::string> texts_of(const json::value& from, const config::service& service) {
  const json::array single = from.is_array() ? json::array() : json::array{from};
  std::vector<std::string> out;
  for (const json::value& one : from.is_array() ? from.get_array() : single)
    if (auto text = text_of_reference(one, service)) out.push_back(*std::move(text));
  return out;
}

// How to say what only AWS knows.
std::string hint_of(const json::value& from) {
  return from.is_null() ? "" : " (custom.lamina.userPools: {<name of its resource>: <id>})";
}

result<std::vector<tokens::algorithm>> algorithms_of(const std::vector<std::string>& more) {
  std::vector<tokens::algorithm> all = jwt_authorizer_options{}.algorithms;
  for (const std::string& name : more) {
    const auto known = tokens::parse_algorithm(name);
    if (!known || is_symmetric(*known))
      return error("custom.lamina.jwtAlgorithms: expected algorithms with public keys (ES256, EdDSA), found \"" + name +
                   "\"");
    all.push_back(*known);
  }
  return all;
}

}  // namespace

struct authorizer_plans::state {
  guarded_api api;
  const config::service& service;
  const function_map& functions;
  const gateway_options& options;

  std::vector<config::authorizer> known{};  // as plans
  std::vector<plan> plans{};
  std::vector<std::string> notes{};

  result<planned> plan_for(const config::authorizer& guard);
  result<planned> plan_lambda(const config::authorizer& guard);
  result<planned> plan_jwt(const config::authorizer& guard);
  result<planned> plan_user_pool(const config::authorizer& guard);
  result<planned> finish_jwt(jwt_authorizer_options made, const config::authorizer& guard);
  result<planned> plan_iam();
  result<std::optional<policy>> policy_of(const config::iam_key& key) const;
  void shape(lambda_authorizer_options& made, const config::authorizer& guard) const;
  result<std::string> key_place(const std::string& issuer) const;
};

result<planned> authorizer_plans::state::plan_for(const config::authorizer& guard) {
  if (!has_kind(api, guard.type)) return closed("APIs of this kind have no authorizers of that type");
  switch (guard.type) {
    case kind::token:
    case kind::request: return plan_lambda(guard);
    case kind::jwt: return plan_jwt(guard);
    case kind::cognito_user_pools: return plan_user_pool(guard);
    case kind::aws_iam: break;
  }
  return plan_iam();
}

// What differs between the kinds of APIs.
void authorizer_plans::state::shape(lambda_authorizer_options& made, const config::authorizer& guard) const {
  if (api == guarded_api::rest) {
    made.needs_sources = made.is_token || made.lifetime.count() > 0;
  } else if (api == guarded_api::websocket) {
    made.lifetime = 0s;
    made.max_result_bytes = max_websocket_result;
  } else {
    made.event_version = guard.payload_version;
    made.form = guard.simple_responses ? lambda_result_form::simple : lambda_result_form::policy_of_http;
    made.time_limit = std::min(http_time_limit, made.time_limit);
  }
}

result<planned> authorizer_plans::state::plan_lambda(const config::authorizer& guard) {
  const auto key = function_of_authorizer(guard, service);
  const auto function = key ? functions.find(*key) : functions.end();
  if (function == functions.end()) return closed("the authorizer is no function of this service");
  auto sources = sources_of(guard);
  if (!sources) return error("authorizer.identitySource: " + sources.error().message);
  const bool is_token = guard.type == kind::token;
  if (is_token && (sources->size() != 1 || !sources->are_headers()))
    return closed("identitySource: expected one header, method.request.header.<name>");
  if (api == guarded_api::websocket && sources->have_stage_variables())
    notes.push_back("authorizer " + guard.name + ": a WebSocket API has no stage variables: every connection is " +
                    "answered 401");
  lambda_authorizer_options made{.name = guard.name,
                                 .is_token = is_token,
                                 .sources = *std::move(sources),
                                 .validation_expression = is_token ? guard.validation_expression : std::string(),
                                 .lifetime = guard.ttl,
                                 .time_limit = options.integration_timeout,
                                 .max_cached = options.max_cached_authorizations};
  shape(made, guard);
  if (!made.validation_expression.empty()) {
    const auto pattern = token_pattern::compile(made.validation_expression);
    if (!pattern) return error("authorizer.identityValidationExpression: " + pattern.error().message);
  }
  return planned{lambda_plan{std::move(made), function->second.get()}, {}};
}

result<planned> authorizer_plans::state::plan_jwt(const config::authorizer& guard) {
  auto issuer = text_of_reference(guard.issuer, service);
  if (!issuer) return closed("the issuer of the authorizer's tokens is not known here" + hint_of(guard.issuer));
  jwt_authorizer_options made{.name = guard.name};
  made.rules = {jwt_flavour::http_api, *std::move(issuer), texts_of(guard.audience, service), guard.scopes};
  if (made.rules.audience.empty())
    return closed("the audience of the authorizer's tokens is not known here" + hint_of(guard.audience));
  return finish_jwt(std::move(made), guard);
}

result<planned> authorizer_plans::state::plan_user_pool(const config::authorizer& guard) {
  const std::string issuer = issuer_of_user_pool(guard, service);
  if (issuer.empty())
    return closed(
        "the id of the user pool is not known here (custom.lamina.userPools: {<name of its resource>: <pool id>})");
  jwt_authorizer_options made{.name = guard.name, .audience_expression = guard.validation_expression};
  made.rules = {jwt_flavour::user_pool, issuer, {}, guard.scopes};
  return finish_jwt(std::move(made), guard);
}

result<planned> authorizer_plans::state::finish_jwt(jwt_authorizer_options made, const config::authorizer& guard) {
  auto sources = sources_of(guard);
  if (!sources) return error("authorizer.identitySource: " + sources.error().message);
  if (sources->size() != 1) return error("authorizer.identitySource: expected one, where the token is");
  made.sources = *std::move(sources);
  auto algorithms = algorithms_of(service.authorizers.jwt_algorithms);
  if (!algorithms) return algorithms.error();
  made.algorithms = *std::move(algorithms);
  made.max_cached = options.max_cached_authorizations;
  if (!made.audience_expression.empty()) {
    const auto pattern = token_pattern::compile(made.audience_expression);
    if (!pattern) return error("authorizer.identityValidationExpression: " + pattern.error().message);
  }
  auto place = key_place(made.rules.issuer);
  if (!place) return place.error();
  return planned{jwt_plan{std::move(made), *std::move(place)}, {}};
}

// By issuer, with or without the slash at its end, or by the last part of it, which is a user pool's id.
result<std::string> authorizer_plans::state::key_place(const std::string& issuer) const {
  const auto& places = service.authorizers.jwks;
  const std::string bare = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
  for (const std::string& name : {bare, bare + "/", bare.substr(bare.rfind('/') + 1)}) {
    const auto found = places.find(name);
    if (found == places.end()) continue;
    if (found->second.starts_with("http://") || found->second.starts_with("https://")) return found->second;
    const std::string file = (std::filesystem::path(service.directory) / found->second).string();
    if (!std::ifstream(file).is_open())
      return error("custom.lamina.jwks: the file " + file + " of " + name + " cannot be read");
    return file;
  }
  return std::string();
}

// Whoever has a policy may do what it allows; the others may do everything.
result<std::optional<policy>> authorizer_plans::state::policy_of(const config::iam_key& key) const {
  if (key.policy.is_null()) return std::optional<policy>();
  const std::string_view action = api == guarded_api::function_url ? "lambda:InvokeFunctionUrl" : "execute-api:Invoke";
  auto read = policy::read(key.policy, policy_kind::of_identity, action);
  if (!read) return error("custom.lamina.iam.keys, policy of " + key.access_key_id + ": " + read.error().message);
  return std::optional(*std::move(read));
}

result<planned> authorizer_plans::state::plan_iam() {
  iam_authorizer_options made{.service = api == guarded_api::function_url ? "lambda" : "execute-api",
                              .region = service.region,
                              .tells_context = api != guarded_api::rest};
  for (const aws::credentials& keys : options.management_keys)
    made.callers.push_back({keys, options.account_id, {}, {}});
  for (const config::iam_key& one : service.authorizers.iam_keys) {
    auto may = policy_of(one);
    if (!may) return may.error();
    made.callers.push_back({{one.access_key_id, one.secret_access_key, one.session_token},
                            one.account_id.empty() ? options.account_id : one.account_id,
                            one.user_arn,
                            *std::move(may)});
  }
  if (made.callers.empty())
    notes.push_back(
        "aws_iam: nobody's keys are known, so that every request is refused; say them in custom.lamina.iam.keys "
        "(accessKeyId, secretAccessKey), or use --verify-signatures");
  return planned{iam_plan{std::move(made)}, {}};
}

authorizer_plans::authorizer_plans(guarded_api api, const config::service& from, const function_map& functions,
                                   const gateway_options& options)
    : state_(new state{api, from, functions, options}) {}
authorizer_plans::~authorizer_plans() = default;
authorizer_plans::authorizer_plans(authorizer_plans&&) noexcept = default;
authorizer_plans& authorizer_plans::operator=(authorizer_plans&&) noexcept = default;

result<authorizer_plans::place> authorizer_plans::add(const config::authorizer& guard) {
  const auto followed = follow_authorizer_id(guard, state_->service);
  if (!followed) return followed.error();
  auto& known = state_->known;
  const auto same = std::ranges::find(known, *followed);
  const bool has_versions = state_->api == guarded_api::http && followed->type == kind::request;
  place found{.type = followed->type, .event_version = has_versions ? followed->payload_version : std::string()};
  found.index = static_cast<std::size_t>(same - known.begin());
  if (same != known.end()) return found;
  auto planned = state_->plan_for(*followed);
  if (!planned) return planned.error();
  if (!planned->made) return place{.closed = std::move(planned->closed)};
  known.push_back(*followed);
  state_->plans.push_back(*std::move(planned->made));
  return found;
}

const std::vector<std::string>& authorizer_plans::notes() const noexcept { return state_->notes; }
std::size_t authorizer_plans::size() const noexcept { return state_->plans.size(); }

std::string_view authorizer_plans::name(std::size_t index) const noexcept {
  const config::authorizer& one = state_->known[index];
  if (!one.name.empty()) return one.name;
  return one.type == kind::aws_iam ? std::string_view("aws_iam") : std::string_view(one.function);
}

result<std::vector<std::unique_ptr<authorizer>>> authorizer_plans::make(scheduler& loop, logger& log) const {
  std::vector<std::unique_ptr<authorizer>> all;
  for (const plan& one : state_->plans) {
    auto made = std::visit([&](const auto& from) { return make_one(from, loop, log); }, one);
    if (!made) return made.error();
    all.push_back(*std::move(made));
  }
  return all;
}

}  // namespace lamina::gateway
