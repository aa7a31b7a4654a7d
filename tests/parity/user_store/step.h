#pragma once

#include <optional>
#include <string>

#include "lamina/json/json.h"
#include "tests/parity/user_store/app.h"
#include "tests/parity/user_store/variables.h"

namespace parity_user_store {

// Which stores a run is about.
struct store_names {
  std::string store_type = "S3";                      // or DynamoDB
  std::string prefix = "serverless-user-store-dev-";  // of the tables' short names
  std::string documents() const { return prefix + (store_type == "S3" ? "user-unique" : "user"); }
};

inline constexpr std::string_view signing_id = "927cde40-41e7-45b1-861a-864f6d6ec269";

// What an action came to: its result, or why it cannot be done here.
struct action_result {
  lamina::json::value result{};
  std::optional<std::string> cannot{};
};

// Why a step with this action cannot be run against that app; nothing when it can.
std::optional<std::string> reason_to_skip(const lamina::json::value& action, app& tested);

// Performs one action (`do` of a step, ${names} replaced). Tokens it mints go into `known`.
action_result perform(const lamina::json::value& action, app& tested, const store_names& stores, variables& known);

}  // namespace parity_user_store
