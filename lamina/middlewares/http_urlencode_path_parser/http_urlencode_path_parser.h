#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

// Percent-decodes the values of `event.pathParameters`, which API Gateway hands on as the client wrote them.
// (@middy/http-urlencode-path-parser)
//
// Names, values that are no texts, and '+' stay as they are. Errors: 400 when a value is not percent-encoded UTF-8; the
// parameters before it are decoded by then.
class http_urlencode_path_parser {
 public:
  static constexpr std::string_view name = "http-urlencode-path-parser";
  static http_urlencode_path_parser from_json(const json::object& options);

  step before(request& request) const;
};

}  // namespace lamina
