// Any method, target and headers: either an invocation of a possible name, or an error with a JSON body.
#include <cstdint>
#include <vector>

#include "lamina/gateway/invoke/invoke_request.h"
#include "lamina/json/json.h"
#include "lamina/testing/fuzz_input.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;
using lamina::testing::take_line;

// Lines: the path below functions/, invocation type, log type, client context.
void read(std::string_view input) {
  const std::string target = "/2015-03-31/functions/" + std::string(take_line(input));
  std::vector<http::header> headers;
  for (const std::string_view name : {"X-Amz-Invocation-Type", "X-Amz-Log-Type", "X-Amz-Client-Context"})
    headers.push_back({name, take_line(input)});
  const auto got = read_invoke_request({.method = "POST", .target = target, .headers = headers});
  if (got.request) {
    require(!got.request->name.empty() && got.request->name.size() <= 170);
    require(got.request->client_context.empty() || json::check(got.request->client_context).has_value());
  } else {
    require(got.refused.status >= 400 && !got.refused.type.empty());
    require(json::check(got.refused.body).has_value());
  }
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
