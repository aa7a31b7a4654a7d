#include "tests/parity/user_store/transcript.h"

#include <array>
#include <set>
#include <utility>

#include "tests/parity/cases/find_path.h"
#include "tests/parity/user_store/expectation.h"

namespace parity_user_store {
namespace {

using namespace lamina;

// Steps of which parts contradict a better source. What that source asks for is compared in their place; without a
// difference the step is skipped with the reason, since it did not pass as it was written.
struct superseded_step {
  std::string_view id;
  std::string_view instead;  // members of `expect`
  std::string_view reason;
};
constexpr std::array superseded{
    superseded_step{"login-post", R"({"status":200,"json":{"jwtToken":"/^[\\w-]+\\.[\\w-]+\\.[\\w-]+$/"}})",
                    "the list of differences wanted of a port (specification, section 10 row 2) adds POST /auth/login; "
                    "that it logs in is compared"},
    superseded_step{"cors-preflight-auth", R"({"headers":{"allow":"GET,HEAD,POST"},"body":"GET,HEAD,POST"})",
                    "Allow names POST as well (specification, section 10 row 2); that it does is compared"},
    superseded_step{
        "auth-scope",
        R"({"json_subset":{"Message":"/^User is not authorized to access this resource with an explicit deny/"}})",
        "API Gateway's answer to a Deny policy has Message with a capital (parity/gateway/authorizers.json); "
        "that is compared"},
};

// One group's steps, which share what they capture.
class group_run {
 public:
  group_run(app& tested, const run_options& options) : tested_(tested), options_(options) {
    known_["signing_id"] = signing_id;
    if (auto endpoint = tested.websocket_endpoint(); !endpoint.empty()) known_["ws_endpoint"] = std::move(endpoint);
  }

  step_outcome run(const json::value& step) {
    const std::string id(json::find_string(step, "id"));
    auto outcome = attempt(step);
    outcome.id = id;
    if (outcome.what == step_outcome::kind::skipped) forget_captures(step);
    return outcome;
  }

  step_outcome attempt(const json::value& step) {
    if (auto reason = reason_before(step)) return skipped(*reason);
    const auto action = substitute(step.at("do"), known_);
    if (!action) return unknown_variable(action.error().message);
    const auto expect = substitute(step.at("expect"), known_);
    if (!expect) return unknown_variable(expect.error().message);

    const json::value* wanted_runs = json::find(*expect, "authorizer_invoked");
    const auto runs_before = wanted_runs ? tested_.authorizer_runs() : std::nullopt;
    action_result done = perform(*action, tested_, options_.stores, known_);
    if (done.cannot) return skipped(*done.cannot);
    std::string reason;  // why it cannot pass as it is written
    json::value compared = *expect;
    replace_superseded(json::find_string(step, "id"), compared.as_object(), reason);
    if (wanted_runs && runs_before) {
      done.result.as_object()["authorizer_invoked"] = tested_.authorizer_runs().value_or(0) - *runs_before;
    } else if (compared.as_object().erase("authorizer_invoked") > 0) {
      reason = "authorizer_invoked: nobody counts (start the app with --serve)";
    }
    if (auto found = first_difference(compared, done.result, known_)) return failed(*found);
    if (auto missing = capture(step, done.result)) return failed(*missing);
    return reason.empty() ? step_outcome{step_outcome::kind::passed, {}} : skipped(reason);
  }

 private:
  static void replace_superseded(std::string_view id, json::object& expect, std::string& reason) {
    for (const auto& step : superseded) {
      if (step.id != id) continue;
      const json::value instead = json::parse(step.instead);
      for (const auto& [key, value] : instead.as_object()) expect[key] = value;
      reason = step.reason;
    }
  }

  static step_outcome skipped(std::string why) { return {step_outcome::kind::skipped, {}, std::move(why)}; }
  static step_outcome failed(std::string why) { return {step_outcome::kind::failed, {}, std::move(why)}; }

  std::optional<std::string> reason_before(const json::value& step) const {
    if (const json::value* stores = json::find(step, "stores")) {
      bool listed = false;
      for (const auto& store : stores->as_array()) listed = listed || store == json::value(options_.stores.store_type);
      if (!listed) return "only for another store type";
    }
    if (json::find(step.at("expect"), "content_type")) return "the embedded store keeps no object metadata";
    return reason_to_skip(step.at("do"), tested_);
  }

  step_outcome unknown_variable(const std::string& name) const {
    if (skipped_captures_.contains(name) || name == "ws_endpoint") {
      return skipped("${" + name + "} comes from a skipped step");
    }
    return failed("${" + name + "} was never captured");
  }

  void forget_captures(const json::value& step) {
    if (const json::value* captures = json::find(step, "capture")) {
      for (const auto& [name, path] : captures->as_object()) {
        if (!known_.contains(std::string(name))) skipped_captures_.insert(std::string(name));
      }
    }
  }

  std::optional<std::string> capture(const json::value& step, const json::value& result) {
    const json::value* captures = json::find(step, "capture");
    if (!captures) return std::nullopt;
    for (const auto& [name, path] : captures->as_object()) {
      const json::value* found = parity::find_path(result, path.as_string());
      if (!found || !found->is_string()) return "nothing to capture at " + std::string(path.as_string());
      known_[std::string(name)] = found->as_string();
    }
    return std::nullopt;
  }

  app& tested_;
  const run_options& options_;
  variables known_;
  std::set<std::string> skipped_captures_;
};

void skip_group(const json::value& group, const std::string& why,
                const std::function<void(const step_outcome&)>& report) {
  for (const auto& step : group.at("steps").as_array()) {
    report({step_outcome::kind::skipped, std::string(json::find_string(step, "id")), why});
  }
}

}  // namespace

result<void> run_transcript(const json::value& transcript, app& tested, const run_options& options,
                            const std::function<void(const step_outcome&)>& report) {
  const json::value* groups = json::find(transcript, "groups");
  if (!groups || !groups->is_array()) return error("a transcript has groups");
  bool is_first = true;
  for (const auto& group : groups->as_array()) {
    if (!options.group.empty() && json::find_string(group, "id") != options.group) continue;
    const auto fresh = tested.start_fresh();
    if (!fresh && !is_first) {
      skip_group(group, "needs a fresh app: " + fresh.error().message, report);
      continue;
    }
    is_first = false;
    group_run run(tested, options);
    for (const auto& step : group.at("steps").as_array()) report(run.run(step));
  }
  if (is_first) return error("there is no group " + options.group);
  return {};
}

}  // namespace parity_user_store
