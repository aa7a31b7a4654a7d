#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/json/javascript.h"

namespace lamina {

struct http_json_body_parser_options {
  // Sees and may replace every member of the body, as the second argument of JSON.parse.
  json::reviver reviver{};
  // Parse whatever the Content-Type says.
  bool disable_content_type_check = false;
  // Leave bodies of other types alone instead of answering 415.
  bool disable_content_type_error = false;
};

// Replaces `event.body`, a JSON text, by the document it stands for, decoding base64 first.
// (@middy/http-json-body-parser)
//
// Errors: 415 when the Content-Type is no JSON media type; 422 for a missing or malformed body, and for keys that
// attack JavaScript objects (`__proto__`, `constructor.prototype`). The document lives in the invocation's arena.
class http_json_body_parser {
 public:
  static constexpr std::string_view name = "http-json-body-parser";
  static http_json_body_parser_options read_options(const json::object& options);
  static http_json_body_parser from_json(const json::object& options);

  explicit http_json_body_parser(http_json_body_parser_options options = {});
  step before(request& request) const;

 private:
  http_json_body_parser_options options_;
};

}  // namespace lamina
