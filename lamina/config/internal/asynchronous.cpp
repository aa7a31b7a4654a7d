#include "lamina/config/internal/building.h"

namespace lamina::config {
namespace {

constexpr std::string_view nowhere = "the record goes nowhere";

// A function or an ARN as text, a CloudFormation function, or a map with its `type` and `arn`.
json::value read_target(const node& from) {
  if (from.is_map() && from.has("arn")) return read_target(from["arn"]);
  if (from.is_given() && !from.is_text() && !from.is_map()) from.expected("a function, an ARN or a map with `arn`");
  return from.value(nowhere);
}

}  // namespace

void read_asynchronous(asynchronous_settings& to, const node& function) {
  const node attempts = function["maximumRetryAttempts"], age = function["maximumEventAge"];
  if (const auto count = attempts.whole_number("2 is used", 2)) to.max_retries = static_cast<unsigned>(*count);
  if (const auto seconds = age.whole_number("21600 is used", 21'600)) {
    to.max_age = std::chrono::seconds(*seconds);
    if (*seconds < 60) age.fail("expected 60 to 21600 seconds, found " + std::to_string(*seconds));
  }
  to.on_success = read_target(function["destinations"]["onSuccess"]);
  to.on_failure = read_target(function["destinations"]["onFailure"]);
  to.on_error = read_target(function["onError"]);
}

// custom.lamina.state
void read_state_directory(building& into) {
  const node state = into.root["custom"]["lamina"]["state"];
  into.out.state_directory = state.text(".lamina beside the file is used").value_or("");
}

}  // namespace lamina::config
