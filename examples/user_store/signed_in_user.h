#pragma once

#include <optional>
#include <string_view>

#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/router/routed_request.h"

namespace user_store {

// Who the authorizer says is calling; "" for nobody. A view into the event.
std::string_view signed_in_user(const lamina::http_event& event) noexcept;

// As a router's middleware: 401 when nobody is signed in, or when the token has expired since the authorizer saw it:
// the gateway may keep its answer for longer than the token lives.
std::optional<lamina::http_response> refuse_strangers(const lamina::routed_request& request);

}  // namespace user_store
