#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/gateway/templates/mapping_template.h"

namespace lamina::gateway {

// The request templates of an integration, by content type, and what becomes of requests that none is for:
// PassthroughBehavior. Read by any thread.
class request_templates {
 public:
  // A type without a text is none. pass_through: NEVER, WHEN_NO_MATCH, WHEN_NO_TEMPLATES; "" is WHEN_NO_MATCH. The
  // error says which template is broken, where, and what was expected.
  static result<request_templates> compile(const std::map<std::string, std::optional<std::string>>& from,
                                           std::string_view pass_through);

  struct choice {
    const mapping_template* chosen = nullptr;  // null: the body goes on as it is ...
    bool is_refused = false;                   // ... or not at all, 415
  };
  // `content_type` is the request's header; without one it is JSON.
  choice choose(std::string_view content_type) const;

 private:
  std::map<std::string, mapping_template, std::less<>> templates_;
  bool refuses_others_ = false;
};

}  // namespace lamina::gateway
