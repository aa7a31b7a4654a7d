#include "lamina/events/cognito_event.h"

namespace lamina {

json::value cognito_event::answer(const json::object& response) const {
  json::value answered = document().is_object() ? document() : json::value(json::object());
  json::value& filled = answered.get_object()["response"];
  if (!filled.is_object()) filled = json::object();
  for (const auto& [key, value] : response) filled.get_object()[key] = value;
  return answered;
}

}  // namespace lamina
