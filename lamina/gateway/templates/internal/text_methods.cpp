#include <algorithm>
#include <array>

#include "lamina/base/utf8.h"
#include "lamina/gateway/templates/internal/evaluator.h"
#include "lamina/gateway/templates/internal/java_text.h"

namespace lamina::gateway::templates {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  while (true) {
    const std::size_t at = text.find(what);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += with;
    text.remove_prefix(at + what.size());
  }
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left == right || lower_case(left) == lower_case(right);
}

value sign_of(int order) { return std::int64_t{order < 0 ? -1 : order > 0}; }

}  // namespace

value evaluator::invoke_text(std::string_view on, method what, std::span<const value> with) {
  if (!memory_.spend(1 + on.size() / 64)) return absent{};
  if (with.empty()) {
    switch (what) {
      case method::length: return static_cast<std::int64_t>(utf16_length(on));
      case method::is_empty: return on.empty();
      case method::is_blank: return trimmed(on).empty();
      case method::trim: return trimmed(on);
      case method::to_lower_case: return keep(lower_case(on));
      case method::to_upper_case: return keep(upper_case(on));
      default: return invoke_any(on, what, with);
    }
  }
  switch (what) {
    case method::matches:
    case method::split:
    case method::replace_all:
    case method::replace_first: return invoke_pattern(on, what, with);
    case method::substring:
    case method::char_at: return cut_text(on, what, with);
    case method::index_of:
    case method::last_index_of: return find_text(on, what, with);
    default: break;
  }
  const std::string_view first = text_of(with[0]);
  if (what == method::replace && with.size() == 2) {
    if (first.empty() || on.find(first) == std::string_view::npos) return on;
    const std::string_view second = text_of(with[1]);
    const std::size_t growth = on.size() / first.size() * second.size();
    return memory_.spend(growth / 64) ? value(keep(replaced(on, first, second))) : value(absent{});
  }
  if (with.size() != 1) return absent{};
  switch (what) {
    case method::contains: return on.find(first) != std::string_view::npos;
    case method::starts_with: return on.starts_with(first);
    case method::ends_with: return on.ends_with(first);
    case method::concat: return keep(std::string(on).append(first));
    case method::equals_ignore_case: return equal_ignoring_case(on, first);
    case method::compare_to: return sign_of(on.compare(first));
    case method::value_of: return first;
    default: return invoke_any(on, what, with);
  }
}

value evaluator::find_text(std::string_view on, method what, std::span<const value> with) {
  const std::string_view searched = text_of(with[0]);
  const auto* from = with.size() > 1 ? as<std::int64_t>(with[1]) : nullptr;
  const std::int64_t begin = from == nullptr ? 0 : std::max<std::int64_t>(*from, 0);
  const auto first = byte_of_unit(on, static_cast<std::size_t>(begin));
  std::size_t at = std::string_view::npos;
  if (what == method::last_index_of)
    at = on.rfind(searched);
  else if (first)
    at = on.find(searched, *first);
  if (at == std::string_view::npos) return std::int64_t{-1};
  return static_cast<std::int64_t>(utf16_length(on.substr(0, at)));
}

// Places are UTF-16 units; what is not within the text ends the template, as Java's exception does.
value evaluator::cut_text(std::string_view on, method what, std::span<const value> with) {
  const auto* begin = as<std::int64_t>(with[0]);
  const auto* given = with.size() > 1 ? as<std::int64_t>(with[1]) : nullptr;
  if (begin == nullptr || (with.size() > 1 && given == nullptr)) return absent{};
  const auto size = static_cast<std::int64_t>(utf16_length(on));
  const std::int64_t end = what == method::char_at ? *begin + 1 : given == nullptr ? size : *given;
  if (*begin < 0 || end > size || *begin > end)
    return fail("places " + std::to_string(*begin) + " to " + std::to_string(end) + " of a text of " +
                std::to_string(size));
  const std::size_t first = byte_of_unit(on, static_cast<std::size_t>(*begin)).value_or(on.size());
  const std::size_t last = byte_of_unit(on, static_cast<std::size_t>(end)).value_or(on.size());
  return on.substr(first, last - first);
}

value evaluator::invoke_pattern(std::string_view on, method what, std::span<const value> with) {
  const std::string_view expression = text_of(with[0]);
  if (what == method::matches) {
    const auto said = patterns_.matches(on, expression);
    return said ? value(*said) : fail(said.error().message);
  }
  if (what == method::split) {
    const auto* limit = with.size() > 1 ? as<std::int64_t>(with[1]) : nullptr;
    const auto pieces = patterns_.split(on, expression, limit == nullptr ? 0 : *limit);
    if (!pieces) return fail(pieces.error().message);
    list_value* const made = memory_.new_list();
    made->items.assign(pieces->begin(), pieces->end());
    return memory_.spend(pieces->size()) ? value(made) : value(absent{});
  }
  if (with.size() != 2) return absent{};
  const auto text = patterns_.replace(on, expression, text_of(with[1]), what == method::replace_all);
  return text ? value(keep(*text)) : fail(text.error().message);
}

}  // namespace lamina::gateway::templates
