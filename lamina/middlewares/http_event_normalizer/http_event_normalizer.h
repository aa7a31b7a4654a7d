#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

// Makes the maps of parameters exist in HTTP events, so that handlers need not ask: `pathParameters`,
// `queryStringParameters` and, in REST events, `multiValueQueryStringParameters` become {} when missing or null. VPC
// Lattice's spelling (`query_string_parameters`, `is_base64_encoded`) is copied to the usual one.
// (@middy/http-event-normalizer)
class http_event_normalizer {
 public:
  static constexpr std::string_view name = "http-event-normalizer";
  static http_event_normalizer from_json(const json::object& options);

  void before(request& request) const;
};

}  // namespace lamina
