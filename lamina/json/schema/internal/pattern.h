#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina::json::schemas {

// The regular expression of ECMA-262 (with the u flag, which is what Ajv uses) as PCRE2 understands it; an error for
// what ECMA-262 does not have.
result<std::string> translate_pattern(std::string_view ecma);

// A compiled pattern. Immutable; any number of threads may use it at once.
class pattern {
 public:
  static result<std::shared_ptr<const pattern>> compile(std::string_view ecma, bool ignore_case = false);
  pattern(const pattern&) = delete;
  pattern& operator=(const pattern&) = delete;
  ~pattern();

  // Is there a match anywhere in the text? A match that takes too long is none. Text that is not UTF-8 matches nothing.
  bool found_in(std::string_view text) const noexcept;

 private:
  pattern() = default;
  void* code_ = nullptr;  // pcre2_code, kept out of this header
};

}  // namespace lamina::json::schemas
