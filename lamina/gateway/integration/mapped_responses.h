#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/config/service.h"
#include "lamina/gateway/integration/parameter_mapping.h"
#include "lamina/gateway/integration/proxy_response.h"
#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What an integration that is no proxy came back with.
struct integration_outcome {
  std::string_view selector{};              // what patterns are held against: a status, a function's error message
  std::span<const http::header> headers{};  // of an HTTP endpoint
  std::string_view body{};
  std::string_view accept{};                   // of the request: chooses among an answer's templates
  parameter_source::context_lookup context{};  // of the request: headers may be mapped from it
};

// What an answer has views into.
struct response_storage {
  std::deque<std::string> texts{};
  template_overrides overrides{};
};

// The answers that a REST integration which is no proxy chooses from: response.statusCodes of serverless.yml. Read by
// any thread.
class mapped_responses {
 public:
  // The error says what cannot be served: a broken template, a header that is no mapping expression known here
  // ('text', stageVariables.x, context.x, integration.response.header.x, .multivalueheader.x, .body.x), a broken
  // pattern.
  static result<mapped_responses> compile(const std::vector<config::rest_integration_response>& from,
                                          const std::map<std::string, std::string>& stage_variables);

  // Does a template want to see the request? Else answer() looks at nothing of it.
  bool needs_request() const noexcept;

  // The answer whose pattern fits the whole selector, else the one without a pattern; headers go out as they are mapped
  // and by no other way. `request` is what the template sees, with the integration's body in the place of its own;
  // `overrides` has what the request's template has left. Views into this, `from` and `storage`. The error, for the
  // log, says why the client gets 500: no answer fits, or its template fails.
  result<proxy_response> answer(const integration_outcome& from, template_input& request, template_overrides overrides,
                                response_storage& storage) const;

 private:
  enum class source { text, header, all_headers, body, context };
  struct header_mapping {
    std::string name;
    source from = source::text;
    std::string value;  // the text, the name of the header or variable, or the path in the body
  };
  struct typed_template {
    std::string type;
    std::optional<mapping_template> text;  // nothing: the integration's body
  };
  struct choice {
    int status = 200;
    std::string pattern{};
    std::vector<header_mapping> headers{};
    std::vector<typed_template> templates{};
  };
  static result<header_mapping> compile_header(const std::string& name, const std::string& expression,
                                               const std::map<std::string, std::string>& stage_variables);
  static result<choice> compile_choice(const config::rest_integration_response& from,
                                       const std::map<std::string, std::string>& stage_variables);
  const choice* select(std::string_view selector) const;
  static const typed_template& choose_template(const choice& from, std::string_view wanted);
  static void map_header(const header_mapping& how, const integration_outcome& from, response_storage& storage,
                         proxy_response& to);
  static result<void> override(proxy_response& to, const template_overrides& by);

  std::vector<choice> choices_;
};

}  // namespace lamina::gateway
