#include "tests/parity/cases/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>

namespace lamina::parity {

std::optional<bool> pattern_fits(std::string_view pattern, std::string_view text, bool ignores_case) {
  const auto bytes = [](std::string_view from) { return reinterpret_cast<PCRE2_SPTR>(from.data()); };
  const std::uint32_t options = PCRE2_UTF | (ignores_case ? PCRE2_CASELESS : 0U);
  int failure = 0;
  PCRE2_SIZE at = 0;
  const std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code(
      pcre2_compile(bytes(pattern), pattern.size(), options, &failure, &at, nullptr), &pcre2_code_free);
  if (!code) return std::nullopt;
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
      pcre2_match_data_create_from_pattern(code.get(), nullptr), &pcre2_match_data_free);
  return pcre2_match(code.get(), bytes(text), text.size(), 0, 0, match.get(), nullptr) >= 0;
}

}  // namespace lamina::parity
