#include "lamina/json/schema/internal/evaluate.h"

#include <algorithm>

#include "lamina/json/schema/internal/coerce.h"
#include "lamina/json/schema/internal/uri.h"

namespace lamina::json::schemas {
namespace {

// An instance of the deepest nesting that parsing allows, with several schemas in each other at every level, still
// fits; a level takes less than a kilobyte of stack.
constexpr std::size_t max_checks_in_each_other = 2'000;

bool looks_at(subject which, const value& instance) {
  switch (which) {
    case subject::number: return instance.is_number();
    case subject::string: return instance.is_string();
    case subject::array: return instance.is_array();
    case subject::object: return instance.is_object();
    default: return true;
  }
}

}  // namespace

std::string pointer_to(const location& at) {
  if (at.up == nullptr) return {};
  std::string path = pointer_to(*at.up);
  path += '/';
  return path += at.in_array ? std::to_string(at.index) : escape_pointer(at.key);
}

bool evaluation::run(value& instance) {
  root_ = &instance;
  const location root{nullptr, &instance, {}, 0, false};
  const bool valid = check(*schema_.root, instance, root, nullptr);
  if (!exhausted_) return valid;
  if (!collects()) return false;
  issues_->clear();  // they say nothing of an instance that was not looked at to the end
  return add_issue("#", "limit", root, {}, "must not take so many steps or levels to validate");
}

bool evaluation::check(const node& at, value& instance, const location& place, marks* outer) {
  if (depth_ >= max_checks_in_each_other || ++steps_ > options_.max_steps) exhausted_ = true;
  if (exhausted_) return false;
  if (at.constant) {
    if (*at.constant) return true;
    return collects()
               ? add_issue(child_path(at.path, "false schema"), "false schema", place, {}, "boolean schema is false")
               : false;
  }
  ++depth_;
  bool valid = false;
  if (schema_.has_dynamic_refs && (scope_ == nullptr || scope_->home != at.home)) {
    const scope entered{scope_, at.home};
    scope_ = &entered;
    valid = check_in_scope(at, instance, place, outer);
    scope_ = entered.up;
  } else {
    valid = check_in_scope(at, instance, place, outer);
  }
  --depth_;
  return valid;
}

bool evaluation::check_in_scope(const node& at, value& instance, const location& place, marks* outer) {
  if (outer == nullptr && !at.tracks) {
    const context in{at, instance, place, nullptr};
    return check_rules(in, check_type(in));
  }
  marks own;
  const context in{at, instance, place, &own};
  const bool valid = check_rules(in, check_type(in));
  // Of a schema that failed nothing counts; while errors are collected the rest is still looked at as Ajv does.
  if (outer != nullptr && (valid || collects())) outer->merge(own);
  return valid;
}

bool evaluation::has_type(const node& at, const value& instance) const {
  return at.types.empty() ||
         std::any_of(at.types.begin(), at.types.end(), [&](type each) { return is_of(instance, each); });
}

// False: the instance is of another type. Reported here, or later where Ajv does.
bool evaluation::check_type(const context& in) {
  if (has_type(in.at, in.instance)) return true;
  if (change_ && options_.coercion != coercion::none && coerce(in)) return true;
  if (!in.at.type_reported_at && collects()) report_type(in);
  return false;
}

// Lists that stand for their own items would be put into each other without end.
bool evaluation::coerce(const context& in) {
  if (depth_ > max_depth) return false;
  return coerce_to(in.instance, in.at.types, options_.coercion);
}

bool evaluation::report_type(const context& in) {
  object params;
  std::string names;
  array all;
  for (const type each : in.at.types) {
    if (in.at.nullable && each == type::null && !all.empty()) continue;  // "nullable" is not among the types as written
    all.emplace_back(name_of(each));
    names.append(names.empty() ? "" : ",").append(name_of(each));
  }
  if (all.size() == 1)
    params["type"] = names;
  else
    params["type"] = std::move(all);
  return add_issue(in.at.type_path, "type", in.place, std::move(params), "must be " + names);
}

bool evaluation::check_rules(const context& in, bool typed) {
  bool valid = typed;
  if (!valid && stops()) {
    if (collects() && in.at.type_reported_at) report_type(in);
    return false;
  }
  bool type_told = typed || !in.at.type_reported_at;
  bool filled = !in.at.has_defaults || !change_ || composite_ > 0;
  for (const rule& each : in.at.rules) {
    if (!type_told && each.applies_to >= *in.at.type_reported_at && collects()) {
      report_type(in);
      type_told = true;
    }
    if (!looks_at(each.applies_to, in.instance)) continue;
    if (each.keyword == keyword::error_message && valid) continue;  // nothing here to rewrite
    if (!filled && each.applies_to == subject::object) {
      fill_defaults(in.at, in.instance);
      filled = true;
    }
    if (apply(each, in)) continue;
    valid = false;
    if (stops()) return false;
  }
  return valid;
}

bool evaluation::apply(const rule& each, const context& in) {
  switch (each.keyword) {
    case keyword::ref: return check_reference(each, in, *each.child);
    case keyword::dynamic_ref: return check_reference(each, in, dynamic_target(each));
    case keyword::constant: return check_constant(each, in);
    case keyword::enumeration: return check_enumeration(each, in);
    case keyword::transform: return transform(each, in);
    case keyword::negation: return check_not(each, in);
    case keyword::any_of: return check_any_of(each, in);
    case keyword::one_of: return check_one_of(each, in);
    case keyword::all_of: return check_all_of(each, in);
    case keyword::condition: return check_condition(each, in);
    case keyword::error_message: return rewrite_errors(each, in), true;
    default: break;
  }
  if (each.applies_to == subject::array) return apply_array(each, in);
  return each.applies_to == subject::object ? apply_object(each, in) : apply_scalar(each, in);
}

bool evaluation::add_issue(const rule& each, const context& in, object params, std::string message) {
  return add_issue(each.path, each.name, in.place, std::move(params), std::move(message));
}

bool evaluation::add_issue(std::string path, std::string_view keyword, const location& place, object params,
                           std::string message) {
  if (is_full() && !issues_->empty()) return false;
  schema_issue& issue = issues_->emplace_back();
  issue.instance_path = pointer_to(place);
  issue.schema_path = std::move(path);
  issue.keyword = keyword;
  issue.params = std::move(params);
  issue.message = std::move(message);
  if (property_name_ != nullptr) issue.property_name = *property_name_;
  return false;
}

bool evaluation::quietly(const node& at, value& instance, const location& place, marks* seen) {
  auto* const issues = issues_;
  issues_ = nullptr;
  ++composite_;
  const bool valid = check(at, instance, place, seen);
  --composite_;
  issues_ = issues;
  return valid;
}

}  // namespace lamina::json::schemas
