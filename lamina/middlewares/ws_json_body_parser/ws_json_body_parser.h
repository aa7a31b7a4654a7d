#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/json/javascript.h"

namespace lamina {

struct ws_json_body_parser_options {
  // Sees and may replace every member of the body, as the second argument of JSON.parse.
  json::reviver reviver{};
};

// Replaces the body of a WebSocket message, a JSON text, by the document it stands for. As http_json_body_parser, but
// messages have no Content-Type to check. (@middy/ws-json-body-parser)
//
// Errors: 422 for a missing or malformed body and for keys that attack JavaScript objects.
class ws_json_body_parser {
 public:
  static constexpr std::string_view name = "ws-json-body-parser";
  static ws_json_body_parser_options read_options(const json::object& options);
  static ws_json_body_parser from_json(const json::object& options);

  explicit ws_json_body_parser(ws_json_body_parser_options options = {});
  step before(request& request) const;

 private:
  ws_json_body_parser_options options_;
};

}  // namespace lamina
