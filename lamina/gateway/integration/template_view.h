#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/integration/rest_event.h"
#include "lamina/gateway/templates/mapping_template.h"

namespace lamina::gateway {

// What the mapping templates of one route see of its requests: $input, $context, $stageVariables. Read by any thread.
class template_view {
 public:
  template_view(api_stage stage, std::string_view resource);

  // Views into `request`, this and `storage`. The body is the request's.
  template_input show(const rest_request& request, std::string& storage) const;

 private:
  api_stage stage_;
  std::string resource_, resource_id_;
  std::vector<std::string> variables_;  // of the resource's path
};

}  // namespace lamina::gateway
