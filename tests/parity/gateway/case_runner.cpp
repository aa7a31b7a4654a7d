#include "tests/parity/gateway/case_runner.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

#include "lamina/base/base64.h"
#include "lamina/config/serverless.h"
#include "lamina/gateway/gateway.h"
#include "tests/parity/gateway/header_expectation.h"
#include "tests/parity/gateway/http_client.h"
#include "tests/parity/gateway/matcher.h"
#include "tests/parity/gateway/scripted_function.h"

namespace parity {
namespace {

namespace json = lamina::json;

constexpr std::array<std::string_view, 5> served_groups = {"rest-events", "rest-routing", "rest-response",
                                                           "rest-errors", "rest-binary"};

class case_runner {
 public:
  explicit case_runner(const json::value& test) : test_(test) { load(); }

  const std::vector<std::string>& notes() const { return gateway_->notes(); }
  // "" when everything fits.
  std::string run();

 private:
  void load();
  json::value behaviour_of(const std::string& key) const;
  std::string send(const json::value& request, const json::value* expected);
  std::string check_events() const;
  std::string check_counts() const;
  std::vector<std::string> events_of(bool authorizers) const;

  const json::value& test_;
  lamina::logger log_{lamina::log_level::off, [](std::string_view) {}};
  lamina::config::service service_;
  std::map<std::string, std::shared_ptr<scripted_function>> functions_;
  std::string authorizer_;
  lamina::net::loop_threads threads_{1};
  std::unique_ptr<lamina::gateway::gateway> gateway_;
};

void case_runner::load() {
  lamina::config::warnings warned;
  auto loaded = lamina::config::load_serverless_text(json::serialize(test_.at("serverless")), {}, warned);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  service_ = *std::move(loaded);
  if (const json::value* authorizer = json::find(test_, "authorizer"))
    authorizer_ = json::find_string(*authorizer, "name");

  lamina::gateway::function_map functions;
  for (const auto& function : service_.functions)
    functions[function.key] = functions_[function.key] =
        std::make_shared<scripted_function>(behaviour_of(function.key));
  auto made = lamina::gateway::gateway::make(service_, functions, {}, log_, threads_);
  if (!made) throw std::runtime_error(made.error().message);
  gateway_ = *std::move(made);
}

json::value case_runner::behaviour_of(const std::string& key) const {
  if (!authorizer_.empty() && key == authorizer_) return test_.at("authorizer");
  const json::value* given = json::find(test_, "function");
  if (given == nullptr) return json::object();
  if (given->is_object()) return *given;
  for (const json::value& one : given->as_array())
    if (json::find_string(one, "name") == key) return one;
  return given->get_array().size() == 1 ? given->get_array().front() : json::value(json::object());
}

std::string response_difference(const json::value& expected, const http_answer& got) {
  for (const auto& [key, value] : expected.as_object()) {
    std::string difference;
    if (key == "status") {
      if (value.as_int64() != got.status)
        difference = "status: expected " + json::serialize(value) + ", got " + std::to_string(got.status) + " " +
                     got.body.substr(0, 200);
    } else if (key == "headers") {
      for (const auto& [name, wanted] : value.as_object())
        if (difference.empty()) difference = header_difference(name, wanted, got.headers);
    } else if (key == "headerNames") {
      for (const json::value& name : value.as_array())
        if (std::ranges::none_of(got.headers, [&](const auto& line) { return line.first == name.as_string(); }))
          difference = "no header is spelt " + std::string(name.as_string());
    } else if (key == "body" || key == "bodyBase64") {
      const std::string bytes = key == "body" ? got.body : lamina::base64_encode(got.body);
      const json::value text(bytes);
      difference = first_difference(value, &text, std::string(key));
    } else if (key == "bodyJson") {
      const auto body = json::try_parse(got.body);
      difference = body ? first_difference(value, &*body, "body") : "the body is no JSON: " + got.body.substr(0, 200);
    } else if (key == "bodyNotContains") {
      for (const json::value& text : value.as_array())
        if (got.body.find(std::string_view(text.as_string())) != std::string::npos)
          difference = "the body contains " + json::serialize(text);
    } else {
      throw std::runtime_error("unknown expectation " + std::string(key));
    }
    if (!difference.empty()) return "response " + difference;
  }
  return {};
}

std::string case_runner::send(const json::value& request, const json::value* expected) {
  const bool is_head = json::find_string(request, "method") == "HEAD";
  const auto got = ask(gateway_->port(), request_bytes(request, service_.stage), is_head);
  return expected == nullptr ? "" : response_difference(*expected, got);
}

std::vector<std::string> case_runner::events_of(bool authorizers) const {
  std::vector<std::string> events;
  for (const auto& [key, function] : functions_) {
    if ((key == authorizer_) != authorizers) continue;
    const auto got = function->events();
    events.insert(events.end(), got.begin(), got.end());
  }
  return events;
}

std::string case_runner::check_events() const {
  for (const auto& [key, authorizers] : {std::pair("expectEvent", false), std::pair("expectAuthorizerEvent", true)}) {
    const json::value* expected = json::find(test_, key);
    if (expected == nullptr) continue;
    const auto events = events_of(authorizers);
    if (events.empty()) return std::string(key) + ": the function was not invoked";
    const json::value event = json::parse(events.back());
    const auto difference = first_difference(*expected, &event, authorizers ? "authorizer event" : "event");
    if (!difference.empty()) return difference;
  }
  return {};
}

std::string case_runner::check_counts() const {
  if (const json::value* wanted = json::find(test_, "expectAuthorizerInvocations")) {
    const auto got = events_of(true).size();
    if (wanted->as_int64() != static_cast<std::int64_t>(got))
      return "authorizer invocations: expected " + json::serialize(*wanted) + ", got " + std::to_string(got);
  }
  const json::value* only = json::find(test_, "expectFunction");
  if (only == nullptr) return {};
  for (const auto& [key, function] : functions_) {
    if (key == authorizer_) continue;
    const std::size_t wanted = only->is_string() && only->get_string() == key ? 1 : 0, got = function->events().size();
    if (got != wanted)
      return "invocations of " + key + ": expected " + std::to_string(wanted) + ", got " + std::to_string(got);
  }
  return {};
}

std::string case_runner::run() {
  if (auto started = gateway_->start(); !started) return started.error().message;
  std::string difference;
  if (const json::value* sequence = json::find(test_, "sequence")) {
    for (const json::value& step : sequence->as_array())
      if (difference.empty()) difference = send(step.at("request"), json::find(step, "expectResponse"));
  } else {
    difference = send(test_.at("request"), json::find(test_, "expectResponse"));
  }
  gateway_->stop();
  if (difference.empty()) difference = check_events();
  return difference.empty() ? check_counts() : difference;
}

}  // namespace

verdict run_case(std::string_view group, const json::value& test) {
  using kind = verdict::kind;
  const std::string_view api = json::find_string(test, "api");
  if (api == "http") return {kind::skipped, "HTTP APIs are not served yet"};
  if (api == "websocket") return {kind::skipped, "WebSocket APIs are not served yet"};
  if (api == "url") return {kind::skipped, "function URLs are not served yet"};
  try {
    case_runner runner(test);
    const bool served = std::ranges::find(served_groups, group) != served_groups.end();
    if (!served && !runner.notes().empty()) return {kind::skipped, runner.notes().front()};
    std::string difference = runner.run();
    const kind what = difference.empty() ? kind::passed : kind::failed;
    return {what, std::move(difference)};
  } catch (const std::exception& failure) {
    return {kind::failed, failure.what()};
  }
}

}  // namespace parity
