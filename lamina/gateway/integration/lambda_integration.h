#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/integration/mapped_responses.h"
#include "lamina/gateway/integration/rest_event.h"

namespace lamina::gateway {

// `integration: lambda` (AWS), which is no proxy: what the function gets and what becomes of its answer is said by
// templates. There is no engine for VTL here, so the Framework's own two request templates are written out in code:
//   {"body": .., "method": "GET", "principalId": "", "stage": "dev", "cognitoPoolClaims": {"sub": ""},
//    "enhancedAuthContext": {}, "headers": {}, "query": {}, "path": {}, "identity": {}, "stageVariables": {},
//    "requestPath": "/pets/{id}"}
// for JSON, with the body as it is ({} for none), and for forms, with an object of its fields. A template of the
// service's own can be served when it is the same for every request.
// Read by any thread.
class lambda_integration {
 public:
  // The error says what cannot be served.
  static result<lambda_integration> make(const config::route& from, const api_stage& stage);

  enum class outcome { written, unsupported_type /* 415 */, no_json /* 400 */ };
  // Replaces `out` by the event. `content_type` is the request's header.
  outcome write_event(std::string& out, const rest_request& request, std::string_view content_type) const;

  // Of a function's answer, or of what it threw: then the selector is its errorMessage.
  const mapped_responses& responses() const noexcept { return responses_; }

 private:
  enum class body_form { json, form };
  struct request_template {
    std::optional<body_form> built_in{};
    std::string text{};  // of one that is not
  };
  void write_built_in(std::string& out, const rest_request& request) const;

  std::map<std::string, request_template, std::less<>> templates_;  // by content type
  std::string pass_through_;
  std::vector<std::string> claims_;  // of the user pool's token that the event is to show, besides sub
  std::vector<std::string> variables_;
  std::string stage_, stage_variables_, resource_;  // as JSON text
  mapped_responses responses_;
};

// What a function's error payload says under errorMessage; "" when it says nothing.
std::string error_message_of(std::string_view payload);

}  // namespace lamina::gateway
