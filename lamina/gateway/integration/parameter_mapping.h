#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/integration/rest_event.h"

namespace lamina::gateway {

// Where the value of a mapped parameter comes from: "'text'", method.request.{header,querystring,path}.<name> (and
// .multivalueheader, .multivaluequerystring, which have several values), stageVariables.<name>, context.<name>.
// Read by any thread.
class parameter_source {
 public:
  // `variables` are those of the resource's path, in order. The error says what was expected.
  static result<parameter_source> compile(std::string_view expression, const api_stage& stage,
                                          const std::vector<std::string>& variables);

  // A variable of $context, by its name without "context."; "": there is none. Good until the next one is looked up.
  using context_lookup = std::function<std::string_view(std::string_view name)>;
  // "": it is not there; of several the last. A view into this or the request.
  std::string_view value(const rest_request& request, const context_lookup& context) const;
  // Of one with several values all of them, else the one; none that is empty.
  std::vector<std::string_view> values(const rest_request& request, const context_lookup& context) const;
  // Is it the parameter of that kind and name itself? kind: "header", "querystring", "path".
  bool is_the_same(std::string_view kind, std::string_view name) const noexcept;

 private:
  enum class place { text, header, query, path, context };
  place from_ = place::text;
  bool has_several_ = false;
  std::string name_;  // or the text
  std::size_t index_ = 0;
};

}  // namespace lamina::gateway
