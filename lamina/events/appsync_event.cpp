#include "lamina/events/appsync_event.h"

namespace lamina {

json::value appsync_authorizer_response::to_json() const {
  json::object response{{"isAuthorized", is_authorized}};
  if (!resolver_context.empty()) response["resolverContext"] = resolver_context;
  if (!denied_fields.empty()) {
    json::array& fields = response["deniedFields"].emplace_array();
    for (const std::string& field : denied_fields) fields.emplace_back(field);
  }
  if (time_to_live) response["ttlOverride"] = time_to_live->count();
  return response;
}

}  // namespace lamina
