#pragma once

#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_partial_response_options {
  // The query parameter that names the fields.
  std::string filtering_key_name = "fields";
};

// Cuts the response's body, an object, a list or their JSON text, down to the fields the client asks for:
// ?fields=name,address(street,geo/lat),items/id. (@middy/http-partial-response, npm json-mask)
//
// Selectors of more than 2048 characters or more than 100 '/' and '(' are ignored, as are bodies that are no objects.
class http_partial_response {
 public:
  static constexpr std::string_view name = "http-partial-response";
  static http_partial_response from_json(const json::object& options);

  explicit http_partial_response(http_partial_response_options options = {});
  void after(request& request) const;

 private:
  http_partial_response_options options_;
};

}  // namespace lamina
