#pragma once

#include "lamina/base/result.h"
#include "lamina/events/http_event.h"

namespace user_store {

inline constexpr std::size_t max_body_bytes = 102'400;

// The JSON object a request must carry. Errors: 415 another content type, charset or encoding; 413 more than
// max_body_bytes; 400 no body, broken JSON, or JSON that is no object.
lamina::result<lamina::json::object> read_object(const lamina::http_event& event);

}  // namespace user_store
