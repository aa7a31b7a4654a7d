#include <charconv>

#include "lamina/gateway/templates/internal/evaluator.h"

namespace lamina::gateway::templates {
namespace {

constexpr std::size_t most_arguments = 3;

}  // namespace

// What Java would not find, on the type that it is, is not there.
value evaluator::invoke(const value& on, const access& how) {
  value given[most_arguments];
  const std::size_t count = how.arguments.size();
  if (count > most_arguments) return absent{};
  for (std::size_t i = 0; i < count; ++i) given[i] = evaluate(how.arguments[i]);
  if (flow_ != flow::on) return absent{};
  const std::span<const value> with(given, count);
  if (const auto* text = as<std::string_view>(on)) return invoke_text(*text, how.called, with);
  if (auto* const* list = as<list_value*>(on)) return invoke_list(**list, how.called, with);
  if (auto* const* map = as<map_value*>(on)) return invoke_map(**map, how.called, with);
  if (const auto* built = as<built_in>(on)) {
    if (*built == built_in::input) return invoke_input(how.called, with);
    return *built == built_in::util ? invoke_util(how.called, with) : value(absent{});
  }
  return invoke_number(on, how.called, with);
}

// toString() and equals(), which every object has.
value evaluator::invoke_any(const value& on, method what, std::span<const value> with) {
  if (what == method::to_string && with.empty()) return text_of(on);
  if (what == method::equals && with.size() == 1)
    return on.index() == with[0].index() && is_equal(on, with[0], memory_);
  return absent{};
}

// `#set($Integer = 0)$Integer.parseInt("7")` is how templates come by a static method.
value evaluator::invoke_number(const value& on, method what, std::span<const value> with) {
  const bool has_one = with.size() == 1;
  switch (what) {
    case method::int_value:
    case method::long_value:
      if (!is_number(on) || !with.empty()) break;
      return as<double>(on) == nullptr ? on : value(to_whole(number_of(on)));
    case method::double_value:
      if (is_number(on) && with.empty()) return number_of(on);
      break;
    case method::boolean_value:
      if (as<bool>(on) != nullptr && with.empty()) return on;
      break;
    case method::compare_to:
      if (!has_one || !is_number(on) || !is_number(with[0])) break;
      return std::int64_t{number_of(on) < number_of(with[0]) ? -1 : number_of(on) > number_of(with[0])};
    case method::parse_boolean: return has_one && text_of(with[0]) == "true";
    case method::parse_int:
    case method::parse_long:
    case method::parse_double:
      if (has_one) return parse_number(text_of(with[0]), what == method::parse_double);
      break;
    case method::value_of:
      if (has_one) return is_number(with[0]) ? with[0] : parse_number(text_of(with[0]), as<double>(on) != nullptr);
      break;
    default: break;
  }
  return invoke_any(on, what, with);
}

std::int64_t evaluator::to_whole(double number) {
  constexpr double limit = 9.2e18;
  return number > -limit && number < limit ? static_cast<std::int64_t>(number) : 0;
}

value evaluator::parse_number(std::string_view text, bool is_decimal) {
  std::int64_t whole = 0;
  double decimal = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  const auto read = is_decimal ? std::from_chars(text.data(), end, decimal) : std::from_chars(text.data(), end, whole);
  if (read.ec != std::errc() || read.ptr != end || text.empty())
    return fail("\"" + std::string(text.substr(0, 40)) + "\" is no number");
  return is_decimal ? value(decimal) : value(whole);
}

}  // namespace lamina::gateway::templates
