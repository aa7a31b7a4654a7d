#define PCRE2_CODE_UNIT_WIDTH 8
#include "lamina/json/schema/internal/pattern.h"

#include <pcre2.h>

#include <array>

namespace lamina::json::schemas {
namespace {

// About 20 ms at worst, and 20 MB.
constexpr std::uint32_t match_limit = 500'000;
constexpr std::uint32_t depth_limit = 10'000;
constexpr std::uint32_t heap_limit = 20'000;  // KiB

// What a match needs besides the pattern; one per thread, so that matching allocates nothing.
struct match_state {
  match_state() : data(pcre2_match_data_create(1, nullptr)), context(pcre2_match_context_create(nullptr)) {
    if (context == nullptr) return;
    pcre2_set_match_limit(context, match_limit);
    pcre2_set_depth_limit(context, depth_limit);
    pcre2_set_heap_limit(context, heap_limit);
  }
  ~match_state() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
  }
  match_state(const match_state&) = delete;
  match_state& operator=(const match_state&) = delete;

  pcre2_match_data* data;
  pcre2_match_context* context;
};

const pcre2_code* code_of(const void* code) { return static_cast<const pcre2_code*>(code); }

}  // namespace

result<std::shared_ptr<const pattern>> pattern::compile(std::string_view ecma, bool ignore_case) {
  result<std::string> translated = translate_pattern(ecma);
  if (!translated) return std::move(translated).error();
  std::uint32_t options =
      PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
  if (ignore_case) options |= PCRE2_CASELESS;
  int failure = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(), options,
                                   &failure, &offset, nullptr);
  if (code == nullptr) {
    std::array<char, 200> text{};
    pcre2_get_error_message(failure, reinterpret_cast<PCRE2_UCHAR*>(text.data()), text.size());
    return error(std::string(text.data()));
  }
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // where there is no JIT, the interpreter does it
  auto made = std::shared_ptr<pattern>(new pattern());
  made->code_ = code;
  return std::shared_ptr<const pattern>(std::move(made));
}

pattern::~pattern() { pcre2_code_free(static_cast<pcre2_code*>(code_)); }

bool pattern::found_in(std::string_view text) const noexcept {
  static thread_local match_state state;
  if (state.data == nullptr || state.context == nullptr) return false;
  const auto* bytes = reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
  int found = pcre2_match(code_of(code_), bytes, text.size(), 0, 0, state.data, state.context);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT)
    found = pcre2_match(code_of(code_), bytes, text.size(), 0, PCRE2_NO_JIT, state.data, state.context);
  return found >= 0;
}

}  // namespace lamina::json::schemas
