#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina::http {

// Where a request goes: "https://api.example:8443/a/b?c=d", taken apart.
struct url {
  bool is_secure = false;  // https
  std::string host{};      // as given, without the brackets of an IPv6 address
  std::uint16_t port = 0;  // given, or 80 / 443
  std::string target{};    // path and query as given, at least "/"; a fragment is left out

  // "api.example:8443", without the port when it is the scheme's own: the Host header.
  std::string authority() const;
  // "https://api.example:8443"
  std::string origin() const;
};

// The error says what was expected. User information ("user@host"), blanks, control characters and bytes beyond ASCII
// are refused.
result<url> parse_url(std::string_view text);

}  // namespace lamina::http
