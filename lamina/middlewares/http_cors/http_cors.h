#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_cors_options {
  // False: preflight requests (OPTIONS) are answered here with 204; nothing else of the chain runs.
  bool disable_before_preflight_response = true;
  // Which origin to allow, given that of the request ("" when it has none). Empty: as `origin` and `origins` say.
  std::function<std::optional<std::string>(std::string_view incoming, bool with_credentials)> get_origin{};
  std::variant<bool, std::string> credentials = false;  // a text is sent as it is
  std::string headers{};                                // Access-Control-Allow-Headers
  std::string methods{};                                // Access-Control-Allow-Methods
  std::string origin{};                                 // an origin, or "*"
  std::vector<std::string> origins{};                   // several; '*' stands for characters other than dots
  std::string expose_headers{};                         // Access-Control-Expose-Headers
  std::variant<std::int64_t, std::string> max_age = 0;  // seconds; 0: not sent
  std::vector<std::string> request_headers{};           // preflight asking for others is refused
  std::vector<std::string> request_methods{};
  std::string cache_control{};  // sent with answers to OPTIONS
  std::string vary{};
};

// Adds the headers of CORS to responses, also to those of errors, and answers preflight requests when told to.
// (@middy/http-cors)
//
// Headers that the handler set are kept. Put it before http_error_handler in the chain, so that errors get the headers
// too.
class http_cors {
 public:
  static constexpr std::string_view name = "http-cors";
  static http_cors_options read_options(const json::object& options);
  static http_cors from_json(const json::object& options);

  explicit http_cors(http_cors_options options = {});
  step before(request& request) const;
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  struct choice;

  std::string credentials_text() const;
  bool refuses_preflight(const json::value& event) const;
  std::optional<std::string> origin_for(const json::value* incoming, bool with_credentials) const;
  choice choose_origin(const json::value& event, const std::string& credentials) const;
  void decorate(json::object& headers, const json::value& event) const;

  http_cors_options options_;
  std::vector<std::string> fixed_, patterns_;  // canonical
  bool any_ = false;                           // "*" is configured
  bool many_ = false;                          // the answer depends on the origin of the request
};

}  // namespace lamina
