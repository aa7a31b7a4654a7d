// Authorizer result -> policy and context; and wildcards against their definition.
#include "lamina/gateway/authorizers/policy.h"

#include <cstdint>

#include "lamina/gateway/authorizers/lambda_result.h"
#include "lamina/testing/fuzz_input.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using lamina::testing::require;

// By definition; exponential, so for short texts only.
bool matches_by_definition(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*')
    return matches_by_definition(pattern.substr(1), text) ||
           (!text.empty() && matches_by_definition(pattern, text.substr(1)));
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         matches_by_definition(pattern.substr(1), text.substr(1));
}

void judge(std::string_view input) {
  const http::header headers[] = {{"User-Agent", "curl/8"}, {"Referer", "https://shop.example/"}};
  const http::request sent{.method = "GET", .target = "/", .headers = headers, .remote_address = "192.0.2.7"};
  const lamina::testing::manual_scheduler loop;
  const policy_facts facts(sent, loop);
  for (const auto form :
       {lambda_result_form::policy_of_rest, lambda_result_form::policy_of_http, lambda_result_form::simple}) {
    const auto read = lambda_result::read(input, form);
    if (!read) continue;
    static_cast<void>((*read)->decide("arn:aws:execute-api:us-east-1:000000000000:abc/dev/GET/pets/7", facts));
    const std::string& context = (*read)->granted().context;
    const bool are_members = form == lambda_result_form::policy_of_rest;
    require(json::try_parse(are_members ? "{" + context + "}" : context).has_value());
  }
  const std::size_t half = input.size() / 2;
  if (input.size() <= 20)
    require(matches_wildcards(input.substr(0, half), input.substr(half)) ==
            matches_by_definition(input.substr(0, half), input.substr(half)));
}

}  // namespace
}  // namespace lamina::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lamina::gateway::judge({reinterpret_cast<const char*>(data), size});
  return 0;
}
