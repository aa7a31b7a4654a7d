#include <algorithm>
#include <cmath>

#include "lamina/json/schema/internal/evaluate.h"
#include "lamina/json/schema/internal/numbers.h"
#include "lamina/json/schema/internal/transform.h"

namespace lamina::json::schemas {

bool evaluation::apply_scalar(const rule& each, const context& in) {
  switch (each.keyword) {
    case keyword::multiple_of: return check_multiple(each, in);
    case keyword::range:
    case keyword::exclusive_range: return check_range(each, in);
    case keyword::max_length:
    case keyword::min_length: return check_length(each, in);
    case keyword::pattern:
    case keyword::regexp: return check_pattern(each, in);
    case keyword::format:
    case keyword::number_format: return check_format(each, in);
    case keyword::format_limit: return check_format_limit(each, in);
    default: return check_limit(each, in);
  }
}

bool evaluation::check_limit(const rule& each, const context& in) {
  const int order = compare_numbers(in.instance, *each.operand);
  std::string_view sign;
  switch (each.keyword) {
    case keyword::maximum:
      if (order <= 0) return true;
      sign = "<=";
      break;
    case keyword::minimum:
      if (order >= 0) return true;
      sign = ">=";
      break;
    case keyword::exclusive_maximum:
      if (order < 0) return true;
      sign = "<";
      break;
    default:
      if (order > 0) return true;
      sign = ">";
      break;
  }
  if (!collects()) return false;
  std::string message = "must be " + std::string(sign) + " ";
  serialize_to(message, *each.operand);
  return add_issue(each, in, {{"comparison", sign}, {"limit", *each.operand}}, std::move(message));
}

bool evaluation::check_range(const rule& each, const context& in) {
  const array& bounds = each.operand->get_array();
  const int low = compare_numbers(in.instance, bounds[0]);
  const int high = compare_numbers(in.instance, bounds[1]);
  if (each.keyword == keyword::range ? low >= 0 && high <= 0 : low > 0 && high < 0) return true;
  return collects() ? add_issue(each, in, {}, "must pass \"" + each.name + "\" keyword validation") : false;
}

bool evaluation::check_multiple(const rule& each, const context& in) {
  if (is_multiple(in.instance, *each.operand)) return true;
  return collects()
             ? add_issue(each, in, {{"multipleOf", *each.operand}}, "must be multiple of " + serialize(*each.operand))
             : false;
}

bool evaluation::check_length(const rule& each, const context& in) {
  const std::string_view text = in.instance.get_string();
  const bool upper = each.keyword == keyword::max_length;
  // Every character takes one to four bytes: most texts need no counting.
  if (upper ? text.size() <= each.count : text.size() / 4 >= each.count) return true;
  const std::size_t length = count_characters(text);
  if (upper ? length <= each.count : length >= each.count) return true;
  if (!collects()) return false;
  return add_issue(each, in, {{"limit", each.count}},
                   std::string("must NOT have ") + (upper ? "more" : "fewer") + " than " + std::to_string(each.count) +
                       " characters");
}

bool evaluation::check_pattern(const rule& each, const context& in) {
  if (each.expression->found_in(in.instance.get_string())) return true;
  if (!collects()) return false;
  if (each.keyword == keyword::regexp) return add_issue(each, in, {}, "must pass \"regexp\" keyword validation");
  const std::string_view written = each.operand->get_string();
  return add_issue(each, in, {{"pattern", written}}, "must match pattern \"" + std::string(written) + "\"");
}

bool evaluation::check_format(const rule& each, const context& in) {
  const bool fits = in.instance.is_string() ? each.format->accepts_text(in.instance.get_string())
                                            : each.format->accepts_number(in.instance);
  if (fits) return true;
  return collects() ? add_issue(each, in, {{"format", each.format->name}},
                                "must match format \"" + std::string(each.format->name) + "\"")
                    : false;
}

bool evaluation::check_format_limit(const rule& each, const context& in) {
  const std::string_view limit = each.operand->get_string();
  const auto order = each.format->compare(in.instance.get_string(), limit);
  if (!order) return true;  // the format itself complains
  const bool upper = each.name.find("Maximum") != std::string::npos;
  const bool exclusive = each.name.find("Exclusive") != std::string::npos;
  if (upper ? *order < 0 : *order > 0) return true;
  if (*order == 0 && !exclusive) return true;
  if (!collects()) return false;
  const std::string sign = std::string(upper ? "<" : ">") + (exclusive ? "" : "=");
  return add_issue(each, in, {{"comparison", sign}, {"limit", limit}}, "should be " + sign + " " + std::string(limit));
}

bool evaluation::transform(const rule& each, const context& in) {
  // A value that has no name in an object or list around it stays: nothing would see the change.
  if (change_ && in.place.up != nullptr && in.instance.is_string())
    transform_text(in.instance.get_string(), each.names);
  return true;
}

bool evaluation::check_constant(const rule& each, const context& in) {
  if (equal(in.instance, *each.operand)) return true;
  return collects() ? add_issue(each, in, {{"allowedValue", *each.operand}}, "must be equal to constant") : false;
}

bool evaluation::check_enumeration(const rule& each, const context& in) {
  const array& allowed = each.operand->get_array();
  if (std::any_of(allowed.begin(), allowed.end(), [&](const value& one) { return equal(in.instance, one); }))
    return true;
  return collects()
             ? add_issue(each, in, {{"allowedValues", *each.operand}}, "must be equal to one of the allowed values")
             : false;
}

}  // namespace lamina::json::schemas
