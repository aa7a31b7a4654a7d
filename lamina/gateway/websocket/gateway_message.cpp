#include "lamina/gateway/websocket/gateway_message.h"

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {

std::string make_gateway_message(std::string_view message, std::string_view connection_id,
                                 std::string_view request_id) {
  std::string text = R"({"message": )";
  quote_text_to(text, message);
  quote_text_to(text += R"(, "connectionId":)", connection_id);
  quote_text_to(text += R"(, "requestId":)", request_id);
  return text += '}';
}

}  // namespace lamina::gateway
