#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lamina/config/internal/node.h"

namespace lamina::config {

// What becomes of keys that are near no known one: a plugin may read them, or nobody does.
enum class strangers { ignored, warned };

// Warns about keys of `map` that are not known, with the nearest one; each kind of mistake once per load. `what` names
// the map: "a function".
void check_keys(loading& all, const node& map, std::string_view what, std::span<const std::string_view> known,
                strangers rest);

void check_top_keys(loading& all, const node& root);
void check_provider_keys(loading& all, const node& provider);
void check_function_keys(loading& all, const node& function);
void check_http_keys(loading& all, const node& event);
void check_http_api_keys(loading& all, const node& event);
void check_websocket_keys(loading& all, const node& event);
void check_url_keys(loading& all, const node& url);
void check_lamina_url_keys(loading& all, const node& own);
void check_gateway_response_keys(loading& all, const node& response);  // a member of custom.lamina.gatewayResponses
void check_lamina_keys(loading& all, const node& lamina);              // custom.lamina

}  // namespace lamina::config
