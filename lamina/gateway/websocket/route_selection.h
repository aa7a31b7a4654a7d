#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::gateway {

// A route selection expression, ready to be asked for the route key of one message after the other:
//   $request.body.action   ${request.body.action}   $request.body.service.do   ${request.body.version}-beta   \$default
// https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
//
// A variable without braces goes as far as letters, digits, "_" and "-" separated by single dots do; in braces, names
// are whatever stands between the dots. "\$" is a dollar sign; nothing is evaluated twice. Read by any thread.
class route_selection {
 public:
  // The error says what cannot be: an empty expression, a variable other than request.body, braces that are not closed.
  static result<route_selection> compile(std::string_view expression);

  // The key of a message, as a view into it or `storage`; nothing when the message is not JSON (the whole of it) or one
  // of the values is missing, null, an object or an array: the route is $default then. The service does not say what
  // numbers and booleans become: here they are taken as they are written. Of a repeated name the last counts. Nesting
  // beyond 1000 levels is not JSON.
  //
  // Nothing is built; memory is only needed for names and keys with escapes, and for keys of several parts.
  std::optional<std::string_view> key_of(std::string_view message, std::string& storage) const;

 private:
  struct part {
    bool is_variable = false;
    std::string text{};                // of static text
    std::vector<std::string> names{};  // of a variable, below the body
  };
  std::vector<part> parts_;
};

}  // namespace lamina::gateway
