#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/mapped_responses.h"

namespace lamina::gateway {

// A MOCK integration: its request template says a status, {"statusCode": 200}, by which one of its answers is chosen.
// Read by any thread.
class mock_integration {
 public:
  // The error says what cannot be served: whatever needs VTL.
  static result<mock_integration> make(const config::rest_integration& from,
                                       const std::map<std::string, std::string>& stage_variables);

  struct request {
    std::string_view content_type{}, accept{}, body{};
  };
  struct outcome {
    std::optional<proxy_response> response{};  // nothing: 500, or ...
    bool is_unsupported_type = false;          // ... 415
  };
  // Views into this and `storage`.
  outcome answer(const request& from, std::deque<std::string>& storage) const;

 private:
  std::map<std::string, std::string, std::less<>> statuses_;  // by content type; "": the template says none
  std::string pass_through_;
  mapped_responses responses_;
};

}  // namespace lamina::gateway
