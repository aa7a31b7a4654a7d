#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/http/message.h"

// The WebSocket protocol, RFC 6455, on the server's side.
namespace lamina::websocket {

// Does the request ask to become a WebSocket (Upgrade: websocket)? It may still be a bad handshake.
bool asks_for_upgrade(const http::request& request) noexcept;

struct handshake {
  std::string_view key{};                     // Sec-WebSocket-Key
  std::vector<std::string_view> protocols{};  // what the client offers, in its order
};

// Reads a request that asks for the upgrade (RFC 6455 4.2.1). Views into the request. The error's status is what to
// answer: 400, or 426 for another version than 13 (with Sec-WebSocket-Version: 13).
result<handshake> read_handshake(const http::request& request);

// What Sec-WebSocket-Accept says to that key.
std::string accept_value(std::string_view key);

// The whole answer 101. `headers` are the function's, Sec-WebSocket-Protocol among them; those that belong to the
// handshake itself (Upgrade, Connection, Sec-WebSocket-Accept, -Extensions, Content-*, Transfer-Encoding) are left out,
// and so are lines that cannot be written.
std::string accept(const handshake& asked, const std::vector<std::pair<std::string, std::string>>& headers);

}  // namespace lamina::websocket
