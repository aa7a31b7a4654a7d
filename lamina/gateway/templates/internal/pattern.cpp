#include "lamina/gateway/templates/internal/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>

#include "lamina/base/utf8.h"

namespace lamina::gateway::templates {
namespace {

template <auto Free>
struct freed_by {
  void operator()(auto* object) const noexcept { Free(object); }
};

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

// Before each item of an expression: PCRE2's own limit counts anew at each place of the text.
int count_step(pcre2_callout_block*, void* memory) {
  return static_cast<arena*>(memory)->spend(1) ? 0 : PCRE2_ERROR_CALLOUT;
}

// The text that an expression stands for if it has no operators: "&", "\\'", "\.".
std::optional<std::string> plain_text(std::string_view expression) {
  std::string text;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    char c = expression[i];
    if (std::string_view("[](){}.*+?^$|").find(c) != std::string_view::npos) return std::nullopt;
    if (c == '\\') {
      if (++i == expression.size()) return std::nullopt;
      c = expression[i];
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return std::nullopt;
    }
    text += c;
  }
  if (text.empty()) return std::nullopt;
  return text;
}

// Behind a match; one character on if it was empty.
std::size_t behind(std::string_view text, std::size_t begin, std::size_t end) {
  if (end > begin || end >= text.size()) return end > begin ? end : end + 1;
  return end + read_utf8(text.substr(end)).length;
}

}  // namespace

struct patterns::compiled {
  std::optional<std::string> plain;
  std::unique_ptr<pcre2_code, freed_by<pcre2_code_free>> code;
  std::unique_ptr<pcre2_match_data, freed_by<pcre2_match_data_free>> match;
  std::unique_ptr<pcre2_match_context, freed_by<pcre2_match_context_free>> limits;
};

patterns::patterns(arena& memory) : memory_(memory) {}
patterns::~patterns() = default;

result<patterns::compiled*> patterns::compile(std::string_view expression) {
  if (const auto known = known_.find(expression); known != known_.end()) return known->second.get();
  if (!memory_.spend(100 + expression.size())) return error("too much work");
  auto made = std::make_unique<compiled>();
  made->plain = plain_text(expression);
  if (!made->plain) {
    int code = 0;
    PCRE2_SIZE where = 0;
    made->code.reset(pcre2_compile(bytes_of(expression), expression.size(),
                                   PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_AUTO_CALLOUT, &code, &where, nullptr));
    if (!made->code) {
      PCRE2_UCHAR text[256];
      pcre2_get_error_message(code, text, sizeof text);
      return error("regular expression \"" + std::string(expression) + "\", character " + std::to_string(where) + ": " +
                   reinterpret_cast<const char*>(text));
    }
    constexpr std::uint32_t max_heap_kib = 4096;
    made->match.reset(pcre2_match_data_create_from_pattern(made->code.get(), nullptr));
    made->limits.reset(pcre2_match_context_create(nullptr));
    pcre2_set_heap_limit(made->limits.get(), max_heap_kib);
    pcre2_set_callout(made->limits.get(), count_step, &memory_);
  }
  return known_.emplace(std::string(expression), std::move(made)).first->second.get();
}

result<std::vector<patterns::span>> patterns::find(compiled& with, std::string_view text, std::size_t from,
                                                   bool whole) {
  if (!memory_.spend(1)) return error("too much work");
  std::vector<span> found;
  if (with.plain) {
    const std::size_t at = text.find(*with.plain, from);
    if (!memory_.spend((std::min(at, text.size()) - from) / 64)) return error("too much work");
    if (whole ? text == *with.plain : at != std::string_view::npos) found.push_back({at, at + with.plain->size()});
    return found;
  }
  const int count = pcre2_match(with.code.get(), bytes_of(text), text.size(), from,
                                whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0, with.match.get(), with.limits.get());
  if (count < 0 && count != PCRE2_ERROR_NOMATCH) return error("a regular expression takes too much work");
  const PCRE2_SIZE* const places = pcre2_get_ovector_pointer(with.match.get());
  for (int i = 0; i < count; ++i) {
    const bool is_set = places[2 * i] != PCRE2_UNSET;
    found.push_back(is_set ? span{places[2 * i], std::max(places[2 * i], places[2 * i + 1])} : span{});
  }
  return found;
}

result<bool> patterns::matches(std::string_view text, std::string_view expression) {
  const auto with = compile(expression);
  if (!with) return with.error();
  const auto found = find(**with, text, 0, true);
  if (!found) return found.error();
  return !found->empty();
}

result<std::vector<std::string_view>> patterns::split(std::string_view text, std::string_view expression,
                                                      std::int64_t limit) {
  const auto with = compile(expression);
  if (!with) return with.error();
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t from = 0;
       from <= text.size() && (limit <= 0 || pieces.size() + 1 < static_cast<std::size_t>(limit));) {
    const auto found = find(**with, text, from, false);
    if (!found) return found.error();
    if (found->empty() || found->front().begin >= text.size()) break;
    const span at = found->front();
    from = behind(text, at.begin, at.end);
    if (at.end == 0) continue;  // Java: no empty piece at the front for an empty match there
    pieces.push_back(text.substr(begin, at.begin - begin));
    begin = at.end;
  }
  pieces.push_back(text.substr(begin));
  if (limit == 0)
    while (pieces.size() > 1 && pieces.back().empty()) pieces.pop_back();
  if (limit == 0 && pieces.size() == 1 && begin != 0 && pieces[0].empty()) pieces.clear();
  return pieces;
}

void patterns::append_replacement(std::string& out, std::string_view text, std::string_view with,
                                  const std::vector<span>& found) {
  for (std::size_t i = 0; i < with.size(); ++i) {
    const bool is_group = with[i] == '$' && i + 1 < with.size() && with[i + 1] >= '0' && with[i + 1] <= '9';
    if (is_group) {
      const auto group = static_cast<std::size_t>(with[++i] - '0');
      if (group < found.size()) out += text.substr(found[group].begin, found[group].end - found[group].begin);
      continue;
    }
    if (with[i] == '\\' && i + 1 < with.size()) ++i;
    out += with[i];
  }
}

result<std::string> patterns::replace(std::string_view text, std::string_view expression, std::string_view with,
                                      bool all) {
  const auto searched = compile(expression);
  if (!searched) return searched.error();
  std::string out;
  std::size_t done = 0;
  for (std::size_t from = 0; from <= text.size();) {
    const auto found = find(**searched, text, from, false);
    if (!found) return found.error();
    if (found->empty()) break;
    const span at = found->front();
    out += text.substr(done, at.begin - done);
    append_replacement(out, text, with, *found);
    if (!memory_.spend(1 + with.size() / 64)) return error("too much work");
    done = at.end;
    from = behind(text, at.begin, at.end);
    if (!all) break;
  }
  out += text.substr(std::min(done, text.size()));
  return out;
}

}  // namespace lamina::gateway::templates
