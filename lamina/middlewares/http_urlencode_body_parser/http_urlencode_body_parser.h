#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_urlencode_body_parser_options {
  // Parse whatever the Content-Type says.
  bool disable_content_type_check = false;
  // Leave bodies of other types alone instead of answering 415.
  bool disable_content_type_error = false;
};

// Replaces `event.body`, a form (a=1&b=2), by an object of its fields; a repeated field becomes a list. As Node's
// querystring: at most 1000 pairs, no nesting, nothing is malformed. (@middy/http-urlencode-body-parser)
//
// Errors: 415 when the Content-Type is not application/x-www-form-urlencoded.
class http_urlencode_body_parser {
 public:
  static constexpr std::string_view name = "http-urlencode-body-parser";
  static http_urlencode_body_parser from_json(const json::object& options);

  explicit http_urlencode_body_parser(http_urlencode_body_parser_options options = {});
  step before(request& request) const;

 private:
  http_urlencode_body_parser_options options_;
};

}  // namespace lamina
