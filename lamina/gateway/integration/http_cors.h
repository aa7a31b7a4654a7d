#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/config/service.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// The CORS configuration of an HTTP API or a function URL, which answer for it themselves: what functions say of CORS
// is dropped. Made once, then read by every loop.
class http_cors {
 public:
  explicit http_cors(const config::http_api_cors& from);

  // Does a browser ask, before the request itself? An OPTIONS request with an Origin and the method to come.
  static bool is_preflight(const http::request& request) noexcept;

  // Appends the header lines, each with its end, of an answer; nothing for an origin that is not allowed, or none.
  void write_lines(std::string& out, std::string_view origin) const;
  void write_preflight_lines(std::string& out, std::string_view origin) const;

 private:
  bool write_origin(std::string& out, std::string_view origin) const;

  bool any_origin_ = false;
  std::vector<std::string> origins_;  // with "*" for any characters
  std::string credentials_;           // lines
  std::string exposed_headers_, preflight_;
};

// "*" stands for any characters, also none; everything else for itself, whatever its case.
bool matches_origin(std::string_view pattern, std::string_view origin) noexcept;

}  // namespace lamina::gateway
