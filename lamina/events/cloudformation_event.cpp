#include "lamina/events/cloudformation_event.h"

namespace lamina {

json::value custom_resource::to_json() const {
  json::object response;
  if (!physical_resource_id.empty()) response["PhysicalResourceId"] = physical_resource_id;
  if (!data.empty()) response["Data"] = data;
  if (is_secret) response["NoEcho"] = true;
  return response;
}

}  // namespace lamina
