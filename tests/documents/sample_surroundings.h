#pragma once

#include <gtest/gtest.h>

#include "lamina/lamina.h"

// What the samples of the middlewares' pages take for granted: a handler, and where WebSocket messages go.
namespace lamina {

inline json::value handler(const json::value& event) { return event; }

struct no_connections final : websocket_connections {
  task<result<void>> post(std::string, std::string, std::string) override { co_return error(410, "nobody there"); }
};
inline const auto connections = std::make_shared<no_connections>();

}  // namespace lamina
