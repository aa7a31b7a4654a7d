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
#include "lamina/gateway/integration/proxy_response.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What an integration that is no proxy came back with.
struct integration_outcome {
  std::string_view selector{};              // what patterns are held against: a status, a function's error message
  std::span<const http::header> headers{};  // of an HTTP endpoint
  std::string_view body{};
  std::string_view accept{};  // of the request: chooses among an answer's templates
};

// The answers that a REST integration which is no proxy chooses from: response.statusCodes of serverless.yml. Read by
// any thread.
class mapped_responses {
 public:
  // The error says what cannot be served: a template that needs VTL, a header that is no mapping expression known here
  // ('text', stageVariables.x, integration.response.header.x, .multivalueheader.x, .body.x), a broken pattern.
  static result<mapped_responses> compile(const std::vector<config::rest_integration_response>& from,
                                          const std::map<std::string, std::string>& stage_variables);

  // The answer whose pattern fits the whole selector, else the one without a pattern; headers go out as they are mapped
  // and by no other way. Views into this, `from` and `storage`. Nothing: no answer fits, which the client gets 500 for.
  std::optional<proxy_response> answer(const integration_outcome& from, std::deque<std::string>& storage) const;

 private:
  enum class source { text, header, all_headers, body };
  struct header_mapping {
    std::string name;
    source from = source::text;
    std::string value;  // the text, the header's name, or the path in the body
  };
  struct choice {
    int status = 200;
    std::string pattern;
    std::vector<header_mapping> headers;
    std::vector<std::pair<std::string, std::string>> templates;  // by content type; "": the integration's body
  };
  static result<header_mapping> compile_header(const std::string& name, const std::string& expression,
                                               const std::map<std::string, std::string>& stage_variables);
  const choice* select(std::string_view selector) const;
  static void map_header(const header_mapping& how, const integration_outcome& from, std::deque<std::string>& storage,
                         proxy_response& to);

  std::vector<choice> choices_;
};

}  // namespace lamina::gateway
