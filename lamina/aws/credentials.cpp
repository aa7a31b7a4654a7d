#include "lamina/aws/credentials.h"

#include "lamina/base/environment.h"

namespace lamina::aws {

std::optional<credentials> credentials_from_environment() {
  credentials found;
  found.access_key_id = environment_variable("AWS_ACCESS_KEY_ID").value_or("");
  found.secret_access_key = environment_variable("AWS_SECRET_ACCESS_KEY").value_or("");
  found.session_token = environment_variable("AWS_SESSION_TOKEN").value_or("");
  if (found.access_key_id.empty() || found.secret_access_key.empty()) return std::nullopt;
  return found;
}

std::string region_from_environment() {
  const std::string region = environment_variable("AWS_REGION").value_or("");
  return region.empty() ? environment_variable("AWS_DEFAULT_REGION").value_or("") : region;
}

}  // namespace lamina::aws
