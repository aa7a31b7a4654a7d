#include "lamina/gateway/invoke/invoke_api.h"

#include "lamina/gateway/authorizers/authorizer_target.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

std::string function_arn(std::string_view region, std::string_view account, std::string_view name) {
  return std::string("arn:aws:lambda:").append(region).append(":").append(account).append(":function:").append(name);
}

function_pool::function* find_in(const function_map& functions, const std::string& key) {
  const auto found = functions.find(key);
  return found == functions.end() ? nullptr : found->second.get();
}

std::string text_of(const json::value& reference) {
  if (reference.is_null()) return {};
  return reference.is_string() ? std::string(reference.get_string()) : json::serialize(reference);
}

class target_maker {
 public:
  target_maker(const config::service& service, const function_map& functions, const gateway_options& options)
      : service_(service), functions_(functions), options_(options) {}

  event_targets make() {
    for (const config::function& function : service_.functions)
      if (const auto found = functions_.find(function.key); found != functions_.end()) add(function, found->second);
    return std::move(made_);
  }

 private:
  void add(const config::function& function, const std::shared_ptr<function_pool::function>& pool) {
    const config::asynchronous_settings& settings = function.asynchronous;
    event_target target{.key = function.key,
                        .arn = function_arn(service_.region, options_.account_id, function.name),
                        .function = pool,
                        .max_retries = settings.max_retries,
                        .max_age = settings.max_age,
                        .is_closed = function.reserved_concurrency == 0,
                        .on_success = destination(function, "destinations.onSuccess", settings.on_success),
                        .on_failure = destination(function, "destinations.onFailure", settings.on_failure),
                        .dead_letters = text_of(settings.on_error)};
    if (!target.dead_letters.empty())
      note(function, "onError", target.dead_letters, "events that are given up go to the log only");
    made_.all.push_back(std::move(target));
  }

  event_destination destination(const config::function& of, std::string_view key, const json::value& reference) {
    if (reference.is_null()) return {};
    const auto function = function_of_reference(reference, service_);
    if (function && functions_.contains(*function)) return {.function = *function};
    std::string elsewhere = text_of(reference);
    note(of, key, elsewhere, "is no function that is served here; its records go to the log");
    return {.elsewhere = std::move(elsewhere)};
  }

  void note(const config::function& of, std::string_view key, std::string_view what, std::string_view consequence) {
    made_.notes.push_back(of.where.text() + "." + std::string(key) + ": " + std::string(what) + ": " +
                          std::string(consequence));
  }

  const config::service& service_;
  const function_map& functions_;
  const gateway_options& options_;
  event_targets made_;
};

}  // namespace

const invocable* invoke_api::find(std::string_view name) const noexcept {
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : &functions[found->second];
}

std::string invoke_api::arn_of(std::string_view name) const {
  return function_arn(stage.region, stage.account_id, name);
}

invoke_api make_invoke_api(const config::service& service, const function_map& functions,
                           const gateway_options& options) {
  invoke_api made{.stage = rest_stage_of(service, options)};
  for (const config::function& function : service.functions)
    made.functions.push_back({.key = function.key,
                              .name = function.name,
                              .function = find_in(functions, function.key),
                              .queued = find_in(options.queued, function.key)});
  for (std::size_t i = 0; i < made.functions.size(); ++i) made.by_name.emplace(made.functions[i].name, i);
  for (std::size_t i = 0; i < made.functions.size(); ++i) made.by_name.emplace(made.functions[i].key, i);
  return made;
}

event_targets make_event_targets(const config::service& service, const function_map& functions,
                                 const gateway_options& options) {
  return target_maker(service, functions, options).make();
}

}  // namespace lamina::gateway
