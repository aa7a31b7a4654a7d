#pragma once

#include <optional>
#include <string>

namespace lamina::aws {

struct credentials {
  std::string access_key_id{};
  std::string secret_access_key{};
  std::string session_token{};  // "": long-term keys
};

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as Lambda gives them to a function; nothing when one
// of the first two is missing or empty.
std::optional<credentials> credentials_from_environment();

// AWS_REGION, else AWS_DEFAULT_REGION, else "".
std::string region_from_environment();

}  // namespace lamina::aws
