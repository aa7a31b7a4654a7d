#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/json/json.h"

namespace parity {

struct http_answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // lines as they came
  std::string body;
};

// The bytes of a case's `request`. `prefix` ("/dev", "") goes in front of its path.
std::string request_bytes(const lamina::json::value& request, std::string_view prefix);

// Sends bytes to a port of this machine over a connection of its own and reads one answer. Throws std::runtime_error
// when none comes within ten seconds.
http_answer ask(std::uint16_t port, std::string_view bytes, bool is_head);

}  // namespace parity
