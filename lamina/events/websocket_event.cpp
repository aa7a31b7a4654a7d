#include "lamina/events/websocket_event.h"

namespace lamina {

std::string websocket_event::management_endpoint() const {
  return "https://" + std::string(domain_name()) + "/" + std::string(stage());
}

}  // namespace lamina
