// Any method and target: either no management call, or one that is refused with a JSON body, or one with a possible id.
#include "lamina/gateway/websocket/management_request.h"

#include <cstdint>

#include "lamina/gateway/websocket/connection_id.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

// The first line is the method, the rest the target.
void read(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view method = input.substr(0, end), target = input.substr(std::min(end + 1, input.size()));
  for (const std::string_view prefix : {"/dev", ""}) {
    const auto call = read_management_request(method, target, prefix);
    if (!call) continue;
    require(target.find("connections") != std::string_view::npos);
    if (call->refused != 0)
      require(json::try_parse(call->refusal().body).has_value());
    else
      require(loop_of_connection(call->connection_id) == call->loop);
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
