#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "lamina/base/result.h"
#include "tests/parity/user_store/app.h"

namespace parity_user_store {

// "http://host:port/prefix" (or ws://) in parts.
struct base_address {
  std::string host;
  std::uint16_t port = 80;
  std::string prefix{};  // without a slash at the end
};
lamina::result<base_address> parse_address(std::string_view url);

// One request on a connection of its own, which the server closes; blocks, at most `limit` in all. Apart from the
// product's own HTTP code on purpose. The result is make_result's; {error: "timeout"} and the like when there is no
// whole answer.
lamina::json::value send_request(const base_address& to, const std::string& target, const http_message& request,
                                 std::chrono::milliseconds limit);

// Does anybody accept connections there?
bool accepts_connections(const base_address& to);

}  // namespace parity_user_store
