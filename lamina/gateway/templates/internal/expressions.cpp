#include <cmath>

#include "lamina/gateway/templates/internal/evaluator.h"

namespace lamina::gateway::templates {
namespace {

using kind = expression::kind;

// Java would go on with a larger type; here a double stands for it.
value whole_result(kind what, std::int64_t left, std::int64_t right) {
  std::int64_t made = 0;
  bool overflows = false;
  switch (what) {
    case kind::plus: overflows = __builtin_add_overflow(left, right, &made); break;
    case kind::minus: overflows = __builtin_sub_overflow(left, right, &made); break;
    case kind::times: overflows = __builtin_mul_overflow(left, right, &made); break;
    default:
      if (right == 0) return unset{};
      if (right == -1) return what == kind::modulo ? value(std::int64_t{0}) : whole_result(kind::minus, 0, left);
      return what == kind::divided ? left / right : left % right;
  }
  if (!overflows) return made;
  const auto a = static_cast<double>(left), b = static_cast<double>(right);
  return what == kind::plus ? a + b : what == kind::minus ? a - b : a * b;
}

value decimal_result(kind what, double left, double right) {
  switch (what) {
    case kind::plus: return left + right;
    case kind::minus: return left - right;
    case kind::times: return left * right;
    default:
      if (right == 0) return unset{};
      return what == kind::divided ? left / right : std::fmod(left, right);
  }
}

bool compare(kind what, double left, double right) {
  switch (what) {
    case kind::less: return left < right;
    case kind::at_most: return left <= right;
    case kind::greater: return left > right;
    default: return left >= right;
  }
}

}  // namespace

// A definition is its text here.
value evaluator::interpolate(const block& from) {
  std::string text;
  render_defined(from, text);
  return keep(text);
}

bool evaluator::holds(const expression& from) {
  const bool may_hold =
      from.what == kind::reference || from.what == kind::boolean || (from.what >= kind::not_ && from.what < kind::plus);
  return may_hold && is_true(evaluate(from));
}

value evaluator::evaluate(const expression& from) {
  if (!memory_.spend(1)) return absent{};
  switch (from.what) {
    case kind::text: return std::string_view(from.text);
    case kind::integer: return from.integer;
    case kind::decimal: return from.decimal;
    case kind::boolean: return from.integer != 0;
    case kind::interpolated: return interpolate(*from.body);
    case kind::list: return make_list(from);
    case kind::range: return make_range(from);
    case kind::map: return make_map(from);
    case kind::not_: return !holds(from.operands[0]);
    case kind::and_: return holds(from.operands[0]) && holds(from.operands[1]);
    case kind::or_: return holds(from.operands[0]) || holds(from.operands[1]);
    case kind::reference: {
      const value found = look_up(*from.referred, from.referred->accesses.size());
      const auto* body = as<const block*>(found);
      return body == nullptr ? found : interpolate(**body);
    }
    default: {
      const value left = evaluate(from.operands[0]);
      return calculate(from.what, left, evaluate(from.operands[1]));
    }
  }
}

value evaluator::calculate(kind what, const value& left, const value& right) {
  if (what == kind::equal) return is_equal(left, right, memory_);
  if (what == kind::unequal) return !is_equal(left, right, memory_);
  const bool are_numbers = is_number(left) && is_number(right);
  if (what < kind::plus) return are_numbers && compare(what, number_of(left), number_of(right));
  if (are_numbers) {
    const auto *a = as<std::int64_t>(left), *b = as<std::int64_t>(right);
    return a != nullptr && b != nullptr ? whole_result(what, *a, *b)
                                        : decimal_result(what, number_of(left), number_of(right));
  }
  const bool has_text = as<std::string_view>(left) != nullptr || as<std::string_view>(right) != nullptr;
  if (what != kind::plus || !has_text) return unset{};
  std::string text;
  append_text(text, left, memory_);
  append_text(text, right, memory_);
  return keep(text);
}

value evaluator::make_list(const expression& from) {
  list_value* const made = memory_.new_list();
  for (const expression& one : from.operands) made->items.push_back(evaluate(one));
  return made;
}

value evaluator::make_range(const expression& from) {
  const value begin = evaluate(from.operands[0]), end = evaluate(from.operands[1]);
  const auto *first = as<std::int64_t>(begin), *last = as<std::int64_t>(end);
  if (first == nullptr || last == nullptr) return unset{};
  list_value* const made = memory_.new_list();
  const std::int64_t step = *first <= *last ? 1 : -1;
  for (std::int64_t i = *first; memory_.spend(1); i += step) {
    made->items.emplace_back(i);
    if (i == *last) break;
  }
  return made;
}

value evaluator::make_map(const expression& from) {
  map_value* const made = memory_.new_map();
  for (std::size_t i = 0; i + 1 < from.operands.size(); i += 2) {
    const value key = evaluate(from.operands[i]);
    made->set(text_of(key), evaluate(from.operands[i + 1]));
  }
  return made;
}

}  // namespace lamina::gateway::templates
