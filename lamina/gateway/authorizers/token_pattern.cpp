#include "lamina/gateway/authorizers/token_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string>

namespace lamina::gateway {
namespace {

constexpr std::uint32_t max_steps = 100'000;
constexpr std::uint32_t max_heap_kib = 1024;

template <auto Free>
struct freed_by {
  void operator()(auto* object) const noexcept { Free(object); }
};

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

struct token_pattern::compiled {
  std::unique_ptr<pcre2_code, freed_by<pcre2_code_free>> code;
  std::unique_ptr<pcre2_match_data, freed_by<pcre2_match_data_free>> match;
  std::unique_ptr<pcre2_match_context, freed_by<pcre2_match_context_free>> limits;
};

token_pattern::token_pattern(std::unique_ptr<compiled> ready) : compiled_(std::move(ready)) {}
token_pattern::token_pattern(token_pattern&&) noexcept = default;
token_pattern& token_pattern::operator=(token_pattern&&) noexcept = default;
token_pattern::~token_pattern() = default;

result<token_pattern> token_pattern::compile(std::string_view expression) {
  int code = 0;
  PCRE2_SIZE where = 0;
  auto ready = std::make_unique<compiled>();
  ready->code.reset(pcre2_compile(bytes_of(expression), expression.size(), PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code,
                                  &where, nullptr));
  if (!ready->code) {
    PCRE2_UCHAR text[256];
    pcre2_get_error_message(code, text, sizeof text);
    return error("regular expression \"" + std::string(expression) + "\", character " + std::to_string(where) + ": " +
                 reinterpret_cast<const char*>(text));
  }
  ready->match.reset(pcre2_match_data_create_from_pattern(ready->code.get(), nullptr));
  ready->limits.reset(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(ready->limits.get(), max_steps);
  pcre2_set_heap_limit(ready->limits.get(), max_heap_kib);
  return token_pattern(std::move(ready));
}

bool token_pattern::matches(std::string_view token) const noexcept {
  return pcre2_match(compiled_->code.get(), bytes_of(token), token.size(), 0, 0, compiled_->match.get(),
                     compiled_->limits.get()) > 0;
}

}  // namespace lamina::gateway
