#include "tests/parity/cases/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <charconv>
#include <memory>
#include <string>

namespace lamina::parity {
namespace {

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// ECMAScript's counts go on where PCRE's end, at 65535. Of a plain letter or digit, "x{101366}" is written as
// "(?:x{1000}){101}x{366}"; anything else stays.
std::string with_small_counts(std::string_view pattern) {
  constexpr unsigned most = 65'535, part = 1000;
  std::string written;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    written += pattern[i];
    const std::string_view rest = pattern.substr(i + 1);
    const bool is_escaped = i > 0 && pattern[i - 1] == '\\';
    if (!rest.starts_with('{') || !is_word(pattern[i]) || is_escaped) continue;
    unsigned count = 0;
    const auto read = std::from_chars(rest.data() + 1, rest.data() + rest.size(), count);
    const auto length = static_cast<std::size_t>(read.ptr - rest.data());
    if (read.ec != std::errc() || !rest.substr(length).starts_with('}') || count <= most) continue;
    const std::string letter(1, pattern[i]);
    written.pop_back();
    written += "(?:" + letter + "{" + std::to_string(part) + "}){" + std::to_string(count / part) + "}" + letter + "{" +
               std::to_string(count % part) + "}";
    i += length + 1;
  }
  return written;
}

}  // namespace

std::optional<bool> pattern_fits(std::string_view pattern, std::string_view text, bool ignores_case) {
  const auto bytes = [](std::string_view from) { return reinterpret_cast<PCRE2_SPTR>(from.data()); };
  const std::string written = with_small_counts(pattern);
  const std::uint32_t options = PCRE2_UTF | (ignores_case ? PCRE2_CASELESS : 0U);
  int failure = 0;
  PCRE2_SIZE at = 0;
  const std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code(
      pcre2_compile(bytes(written), written.size(), options, &failure, &at, nullptr), &pcre2_code_free);
  if (!code) return std::nullopt;
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
      pcre2_match_data_create_from_pattern(code.get(), nullptr), &pcre2_match_data_free);
  return pcre2_match(code.get(), bytes(text), text.size(), 0, 0, match.get(), nullptr) >= 0;
}

}  // namespace lamina::parity
