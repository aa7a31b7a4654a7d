#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

// Completes the answer of a CloudFormation custom resource: `Status` SUCCESS, the ids of the event, and as
// `PhysicalResourceId` the event's, else the context's logStreamName. What the handler set stays. An error becomes
// {"Status": "FAILED", "Reason": message} with the same ids, and counts as handled. (@middy/cloudformation-response)
//
// Errors: a response that is neither an object nor missing nor null fails, and is thus answered with FAILED.
class cloudformation_response {
 public:
  static constexpr std::string_view name = "cloudformation-response";
  static cloudformation_response from_json(const json::object& options);

  step after(request& request) const;
  void on_error(request& request) const;
};

}  // namespace lamina
