#pragma once

#include <string_view>

#include "lamina/json/json.h"
#include "tests/parity/user_store/app.h"
#include "tests/parity/user_store/step.h"

namespace parity_user_store {

// Performs ws_connect, ws_send, ws_expect, ws_close or ws_abort against an app that serves WebSockets.
action_result perform_websocket_action(std::string_view name, const lamina::json::value& argument, app& tested);

}  // namespace parity_user_store
