#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/listener/access_escaping.h"
#include "lamina/gateway/listener/access_variables.h"

namespace lamina::gateway {

// An access log format as API Gateway's stages have it: text with variables $context.<name>, one line, at most 3 KB.
// Compiled once; writing a line walks over its pieces.
//
//   $context.identity.sourceIp [$context.requestTime] "$context.httpMethod $context.path" $context.status
//
// A name is letters, digits, "_" and "."; a "." at its end belongs to the text. In $context.authorizer.<property> it
// may have "-" and ":" as well, where a letter or digit follows. Any other "$" is text.
//
// A value that is missing is "-". Values are escaped as the format is JSON, XML or plain text (access_escaping). In a
// format that is JSON, what stands outside of quotes is a number or becomes a JSON string, so that every line is JSON
// if the format is.
class access_format {
 public:
  // The error says what is wrong: too long, or of several lines. One line break at the end is dropped.
  static result<access_format> compile(std::string_view text);

  // Names in it that API Gateway has no variable of: always "-".
  const std::vector<std::string>& unknown() const noexcept { return unknown_; }
  // Replaces `out` by one line, without its end.
  void write(std::string& out, const access_source& from) const;

 private:
  struct piece {
    std::string before{};  // text
    const access_variable* variable = nullptr;
    std::string rest{};  // of the variable's name
    bool needs_quotes = false;
  };

  void append(std::string& out, const piece& each, const access_source& from) const;
  void add(std::string before, std::string_view name, bool in_quotes);

  access_escaping escaping_ = access_escaping::plain;
  std::vector<piece> pieces_;
  std::string end_;
  std::vector<std::string> unknown_;
};

// The Common Log Format, and what comes nearest to it for events of WebSockets.
inline constexpr std::string_view common_log_format =
    R"($context.identity.sourceIp - $context.authorizer.principalId [$context.requestTime] )"
    R"("$context.httpMethod $context.path $context.protocol" $context.status $context.responseLength)";
inline constexpr std::string_view websocket_common_log_format =
    R"($context.identity.sourceIp - $context.authorizer.principalId [$context.requestTime] )"
    R"("$context.eventType $context.routeKey $context.connectionId" $context.status $context.responseLength)";

}  // namespace lamina::gateway
