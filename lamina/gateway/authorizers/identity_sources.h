#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/integration/field_list.h"

namespace lamina::gateway {

// What a request shows of its sender, by identity source. Reused from request to request; views into the request and
// into this object, good until the next read().
struct identity_values {
  std::vector<std::string_view> values{};  // in the order of the sources; "" for what is missing
  bool is_complete = false;                // none is missing or empty

  field_list query{};
  std::string query_storage{};
};

// The identity sources of an authorizer, as each kind of API writes them:
//   method.request.header.Auth (REST), route.request.header.Auth (WebSocket), $request.header.Auth (HTTP): names of
//     headers in any case, the last of repeats; and the same with querystring, names as they are written;
//   context.identity.sourceIp, stageVariables.x (with "$" before them on HTTP APIs).
// Each form is understood everywhere. Read by any thread.
class identity_sources {
 public:
  // The error names the source that is none of these.
  static result<identity_sources> compile(const std::vector<std::string>& sources);

  void read(const guarded_request& request, identity_values& into) const;

  bool empty() const noexcept { return sources_.empty(); }
  std::size_t size() const noexcept { return sources_.size(); }
  bool are_headers() const noexcept;
  bool have_stage_variables() const noexcept;

 private:
  enum class place : std::uint8_t { header, query, stage_variable, context };
  struct source {
    place where = place::header;
    std::string name{};
  };
  static std::string_view value_of(const source& from, const guarded_request& request, const field_list& query);

  std::vector<source> sources_;
  bool reads_query_ = false;
};

}  // namespace lamina::gateway
