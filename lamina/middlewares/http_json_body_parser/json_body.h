#pragma once

#include <string_view>

#include "lamina/engine/request.h"
#include "lamina/engine/step.h"
#include "lamina/json/javascript.h"

namespace lamina {

// What http_json_body_parser and ws_json_body_parser share: replaces `event.body` by the document it stands for, or
// fails with 422, naming `package`. A null body stays null, as in JSON.parse(null).
step parse_json_body(request& request, const json::reviver& reviver, std::string_view package);

}  // namespace lamina
