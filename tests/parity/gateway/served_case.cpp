#include "tests/parity/gateway/served_case.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "lamina/config/serverless.h"
#include "tests/parity/gateway/matcher.h"
#include "tests/parity/gateway/scripted_function.h"

namespace parity {

namespace json = lamina::json;

served_case::served_case(const json::value& test) : test_(test) {
  lamina::config::warnings warned;
  auto loaded = lamina::config::load_serverless_text(json::serialize(test_.at("serverless")), {}, warned);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  service_ = *std::move(loaded);
  if (const json::value* authorizer = json::find(test_, "authorizer"))
    authorizer_ = json::find_string(*authorizer, "name");

  lamina::gateway::function_map functions;
  for (const auto& function : service_.functions)
    functions[function.key] = std::make_shared<scripted_function>(function.key, behaviour_of(function.key),
                                                                  function.timeout, log_of_functions_);
  auto made = lamina::gateway::gateway::make(service_, functions, {}, log_, threads_);
  if (!made) throw std::runtime_error(made.error().message);
  gateway_ = *std::move(made);
}

json::value served_case::behaviour_of(const std::string& key) const {
  if (!authorizer_.empty() && key == authorizer_) return test_.at("authorizer");
  const json::value* given = json::find(test_, "function");
  if (given == nullptr) return json::object();
  if (given->is_object()) return *given;
  for (const json::value& one : given->as_array())
    if (json::find_string(one, "name") == key) return one;
  return given->get_array().size() == 1 ? given->get_array().front() : json::value(json::object());
}

std::string served_case::prefix() const {
  const std::string_view api = json::find_string(test_, "api");
  return api == "http" || api == "url" ? std::string() : "/" + service_.stage;
}

std::string served_case::function_of(std::string_view websocket_route) const {
  for (const auto& one : service_.websockets)
    if (one.route == websocket_route) return one.function;
  return {};
}

void served_case::start() {
  if (auto started = gateway_->start(); !started) throw std::runtime_error(started.error().message);
}

std::vector<std::string> served_case::events_of(bool authorizer) const {
  std::vector<std::string> events;
  for (auto& one : log_of_functions_.all())
    if ((one.function == authorizer_) == authorizer) events.push_back(std::move(one.event));
  return events;
}

std::string served_case::check_events() const {
  for (const auto& [key, authorizer] : {std::pair("expectEvent", false), std::pair("expectAuthorizerEvent", true)}) {
    const json::value* expected = json::find(test_, key);
    if (expected == nullptr) continue;
    const auto events = events_of(authorizer);
    if (events.empty()) return std::string(key) + ": the function was not invoked";
    const json::value event = json::parse(events.back());
    auto difference = first_difference(*expected, &event, authorizer ? "authorizer event" : "event");
    if (!difference.empty()) return difference;
  }
  return {};
}

std::string served_case::check_counts() const {
  if (const json::value* wanted = json::find(test_, "expectAuthorizerInvocations")) {
    const auto got = events_of(true).size();
    if (wanted->as_int64() != static_cast<std::int64_t>(got))
      return "authorizer invocations: expected " + json::serialize(*wanted) + ", got " + std::to_string(got);
  }
  const json::value* only = json::find(test_, "expectFunction");
  if (only == nullptr) return {};
  const auto invocations = log_of_functions_.all();
  for (const auto& function : service_.functions) {
    if (function.key == authorizer_) continue;
    const std::ptrdiff_t wanted = only->is_string() && only->get_string() == function.key ? 1 : 0;
    const auto got = std::ranges::count(invocations, function.key, &recorded_invocation::function);
    if (got != wanted)
      return "invocations of " + function.key + ": expected " + std::to_string(wanted) + ", got " + std::to_string(got);
  }
  return {};
}

std::string served_case::check_invocations() const {
  auto difference = check_events();
  return difference.empty() ? check_counts() : difference;
}

}  // namespace parity
