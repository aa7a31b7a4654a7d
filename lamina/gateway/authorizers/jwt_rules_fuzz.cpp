// Claims of a token -> rules and the event's text of them, which must be JSON.
#include "lamina/gateway/authorizers/jwt_rules.h"

#include <cstdint>
#include <cstdlib>

namespace lamina::gateway {
namespace {

void judge(std::string_view input) {
  const auto claims = json::try_parse(input);
  if (!claims || !claims->is_object()) return;
  for (const auto flavour : {jwt_flavour::http_api, jwt_flavour::user_pool}) {
    const jwt_rules rules{flavour, "i", {"a"}, {"read"}};
    static_cast<void>(check_claims(*claims, rules, system_time(std::chrono::seconds(1'718'722'804))));
    static_cast<void>(expiry_of(*claims));
    const std::string context = context_of_claims(*claims, rules);
    if (!json::try_parse(flavour == jwt_flavour::http_api ? context : "{" + context + "}")) std::abort();
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::judge({reinterpret_cast<const char*>(data), size});
  return 0;
}
