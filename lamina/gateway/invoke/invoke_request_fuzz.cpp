// Any method, target and headers: either an invocation of a possible name, or an error with a JSON body.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "lamina/gateway/invoke/invoke_request.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

// Lines: the path below functions/, invocation type, log type, client context.
void read(std::string_view input) {
  const std::string target = "/2015-03-31/functions/" + std::string(next_line(input));
  std::vector<http::header> headers;
  for (const std::string_view name : {"X-Amz-Invocation-Type", "X-Amz-Log-Type", "X-Amz-Client-Context"})
    headers.push_back({name, next_line(input)});
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
