#include "tests/parity/user_store/websocket_step.h"

#include <charconv>

namespace parity_user_store {
namespace {

using namespace lamina;
using std::chrono::milliseconds;

constexpr milliseconds busy_machine{4000};

template <class Number>
Number number_of(const json::value& argument, std::string_view name, Number fallback) {
  const json::value* given = json::find(argument, name);
  return given ? given->to_number<Number>() : fallback;
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (; hex.size() >= 2; hex.remove_prefix(2)) {
    unsigned byte = 0;
    std::from_chars(hex.data(), hex.data() + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

json::value connect(const std::string& conn, const json::value& argument, websocket_connections& sockets) {
  testing::websocket_client::headers headers;
  if (const json::value* given = json::find(argument, "headers"))
    for (const auto& [name, value] : given->as_object()) headers.emplace_back(name, value.as_string());
  return sockets.connect(conn, headers);
}

json::value send(const std::string& conn, const json::value& argument, websocket_connections& sockets) {
  if (const json::value* hex = json::find(argument, "binary"))
    return sockets.send_binary(conn, bytes_of_hex(hex->as_string()));
  return sockets.send_text(conn, json::find_string(argument, "text"));
}

json::value expect(const std::string& conn, const json::value& argument, websocket_connections& sockets) {
  const auto count = number_of<std::size_t>(argument, "frames", 1);
  const milliseconds within(number_of<std::int64_t>(argument, "within_ms", count ? 1500 : 700));
  // Messages that must come are given more time: a busy machine is slow, not wrong.
  return sockets.expect(conn, count, count == 0 ? within : within + busy_machine);
}

}  // namespace

action_result perform_websocket_action(std::string_view name, const json::value& argument, app& tested) {
  const std::string conn(json::find_string(argument, "conn"));
  websocket_connections& sockets = *tested.websockets();
  if (name == "ws_connect") return {connect(conn, argument, sockets), std::nullopt};
  if (name == "ws_send") return {send(conn, argument, sockets), std::nullopt};
  if (name == "ws_expect") return {expect(conn, argument, sockets), std::nullopt};
  if (name != "ws_close" && name != "ws_abort") return {{}, "unknown action " + std::string(name)};
  auto ended =
      name == "ws_abort" ? sockets.abort(conn) : sockets.close(conn, number_of<std::uint16_t>(argument, "code", 1000));
  tested.wait(milliseconds(number_of<std::int64_t>(argument, "settle_ms", 700)));
  return {std::move(ended), std::nullopt};
}

}  // namespace parity_user_store
