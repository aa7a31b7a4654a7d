#pragma once

#include <memory>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina::gateway {

// An identityValidationExpression: the regular expression that a whole token must match before the authorizer is asked.
// PCRE2 with limits on steps and memory; a token that exceeds them does not match. One thread at a time.
class token_pattern {
 public:
  // The error says what is wrong and where in the expression.
  static result<token_pattern> compile(std::string_view expression);

  token_pattern(token_pattern&&) noexcept;
  token_pattern& operator=(token_pattern&&) noexcept;
  ~token_pattern();

  bool matches(std::string_view token) const noexcept;

 private:
  struct compiled;
  explicit token_pattern(std::unique_ptr<compiled> ready);
  std::unique_ptr<compiled> compiled_;
};

}  // namespace lamina::gateway
