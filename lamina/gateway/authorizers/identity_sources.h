#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/integration/field_list.h"
#include "lamina/http/message.h"

namespace lamina::gateway {

// What a request shows of who sent it: views, good for the time of the call.
struct identity_facts {
  std::span<const http::header> headers{};
  const field_list* query = nullptr;
  // What `context.` sources name: {"identity.sourceIp", "192.0.2.1"}, {"stage", "dev"}, ...
  std::span<const std::pair<std::string_view, std::string_view>> context{};
};

// The identity sources of an authorizer of type REQUEST:
//   method.request.header.Auth (REST APIs), route.request.header.Auth (WebSocket APIs; each takes both), header names
//   in any case; method.request.querystring.token, names as they are written; context.identity.sourceIp; and
//   stageVariables.x, which are never set here.
// Read by any thread.
class identity_sources {
 public:
  // The error names the source that is none of these.
  static result<identity_sources> compile(const std::vector<std::string>& sources);

  // Are all of them there, and not empty? Else the request is answered 401 without asking the authorizer.
  bool are_present(const identity_facts& seen) const noexcept;
  // Their values in the order of the sources; "" for what is missing.
  void read(std::vector<std::string_view>& values, const identity_facts& seen) const;

  bool empty() const noexcept { return sources_.empty(); }
  bool has_stage_variables() const noexcept;

 private:
  enum class place { header, query, stage_variable, context };
  struct source {
    place where = place::header;
    std::string name{};
  };
  static std::string_view value_of(const source& from, const identity_facts& seen) noexcept;

  std::vector<source> sources_;
};

}  // namespace lamina::gateway
