#include <algorithm>

#include "lamina/json/schema/internal/evaluate.h"

namespace lamina::json::schemas {

bool evaluation::apply_object(const rule& each, const context& in) {
  switch (each.keyword) {
    case keyword::max_properties:
    case keyword::min_properties: return check_count(each, in, in.instance.get_object().size(), "properties");
    case keyword::required: return check_required(each, in);
    case keyword::property_names: return check_names(each, in);
    case keyword::additional_properties: return check_additional(each, in);
    case keyword::properties: return check_properties(each, in);
    case keyword::pattern_properties: return check_patterns(each, in);
    case keyword::dependencies:
    case keyword::dependent_required:
    case keyword::dependent_schemas: return check_dependencies(each, in);
    case keyword::unevaluated_properties: return check_unevaluated_properties(each, in);
    default: return check_some_required(each, in);
  }
}

// A default may get defaults of its own, without end in a recursive schema: each counts as many steps.
void evaluation::fill_defaults(const node& at, value& instance) {
  constexpr std::uint64_t steps_of_one = 50;
  for (const rule& each : at.rules) {
    if (each.keyword != keyword::properties) continue;
    for (const member_rule& member : each.members) {
      if (member.fallback == nullptr) continue;
      value* there = instance.get_object().if_contains(member.name);
      const bool empty = there != nullptr && options_.defaults == default_filling::empty &&
                         (there->is_null() || (there->is_string() && there->get_string().empty()));
      if (there != nullptr && !empty) continue;
      steps_ += steps_of_one;
      if (there == nullptr)
        instance.get_object().emplace(member.name, *member.fallback);
      else
        *there = *member.fallback;
    }
  }
}

bool evaluation::check_member(const node& schema, const context& in, std::string_view key, value& member) {
  const location place{&in.place, &member, key, 0, false};
  return check(schema, member, place, nullptr);
}

bool evaluation::check_required(const rule& each, const context& in) {
  bool valid = true;
  for (const std::string& name : each.names) {
    if (find(in.instance.get_object(), name) != nullptr) continue;
    valid = false;
    if (collects()) add_issue(each, in, {{"missingProperty", name}}, "must have required property '" + name + "'");
    if (stops()) break;
  }
  return valid;
}

// ajv-keywords: allRequired, anyRequired, oneRequired, prohibited.
bool evaluation::check_some_required(const rule& each, const context& in) {
  const object& members = in.instance.get_object();
  const auto there = static_cast<std::size_t>(std::count_if(
      each.names.begin(), each.names.end(), [&](const std::string& name) { return members.contains(name); }));
  bool valid = false;
  switch (each.keyword) {
    case keyword::all_required: valid = there == each.names.size(); break;
    case keyword::any_required: valid = there > 0; break;
    case keyword::one_required: valid = there == 1; break;
    default: valid = there == 0;
  }
  if (valid) return true;
  return collects() ? add_issue(each, in, {}, "must pass \"" + each.name + "\" keyword validation") : false;
}

bool evaluation::check_names(const rule& each, const context& in) {
  bool valid = true;
  const std::string* const outer = property_name_;
  ++composite_;
  for (const auto& member : in.instance.get_object()) {
    const std::string name(member.key());
    value text(name);
    property_name_ = &name;
    const bool fits = check(*each.child, text, in.place, nullptr);
    property_name_ = outer;
    if (fits) continue;
    valid = false;
    if (collects()) add_issue(each, in, {{"propertyName", name}}, "property name must be valid");
    if (stops()) break;
  }
  --composite_;
  return valid;
}

bool evaluation::check_properties(const rule& each, const context& in) {
  bool valid = true;
  object& members = in.instance.get_object();
  for (const member_rule& member : each.members) {
    value* const found = find(members, member.name);
    if (found == nullptr) continue;
    if (in.seen) in.seen->add(static_cast<std::size_t>(members.find(member.name) - members.begin()));
    if (check_member(*member.schema, in, member.name, *found)) continue;
    valid = false;
    if (stops()) break;
  }
  return valid;
}

bool evaluation::check_patterns(const rule& each, const context& in) {
  bool valid = true;
  object& members = in.instance.get_object();
  for (const member_rule& pattern : each.members) {
    std::size_t at = 0;
    for (auto& member : members) {
      const std::size_t position = at++;
      if (!pattern.expression->found_in(member.key())) continue;
      if (in.seen) in.seen->add(position);
      if (check_member(*pattern.schema, in, member.key(), member.value())) continue;
      valid = false;
      if (stops()) return false;
    }
  }
  return valid;
}

bool evaluation::is_additional(const rule& each, std::string_view name) const {
  const auto known = std::lower_bound(each.names.begin(), each.names.end(), name);
  if (known != each.names.end() && *known == name) return false;
  return std::none_of(each.members.begin(), each.members.end(),
                      [&](const member_rule& member) { return member.expression->found_in(name); });
}

bool evaluation::check_additional(const rule& each, const context& in) {
  bool valid = true;
  object& members = in.instance.get_object();
  const bool refused = each.child->constant && !*each.child->constant;
  const bool removes = change_ && options_.removal != additional_removal::none;
  for (std::size_t i = 0; i < members.size();) {
    auto& member = *(members.begin() + static_cast<std::ptrdiff_t>(i++));
    if (!is_additional(each, member.key())) continue;
    if (removes && remove_additional(each, in, std::string(member.key()))) {
      --i;
      continue;
    }
    if (!refused && check_member(*each.child, in, member.key(), member.value())) continue;
    valid = false;
    if (refused && collects())
      add_issue(each, in, {{"additionalProperty", member.key()}}, "must NOT have additional properties");
    if (stops()) break;
  }
  if (in.seen) in.seen->add_all();
  return valid;
}

// Ajv's removeAdditional: all of them, those that are refused, or those that fail their schema. True: it is gone.
bool evaluation::remove_additional(const rule& each, const context& in, const std::string& name) {
  object& members = in.instance.get_object();
  const bool refused = each.child->constant && !*each.child->constant;
  bool remove = refused || options_.removal == additional_removal::all;
  if (!remove && options_.removal == additional_removal::failing) {
    const std::size_t before = issue_count();
    remove = !check_member(*each.child, in, name, members.at(name));
    forget_issues(before);
  }
  if (remove) members.stable_erase(name);
  return remove;
}

bool evaluation::check_dependencies(const rule& each, const context& in) {
  bool valid = true;
  // Lists of names first, as Ajv does.
  for (const member_rule& member : each.members) {
    if (member.schema != nullptr || !in.instance.get_object().contains(member.name)) continue;
    if (check_missing(each, in, member)) continue;
    valid = false;
    if (stops()) return false;
  }
  for (const member_rule& member : each.members) {
    if (member.schema == nullptr || !in.instance.get_object().contains(member.name)) continue;
    if (check(*member.schema, in.instance, in.place, in.seen)) continue;
    valid = false;
    if (stops()) break;
  }
  return valid;
}

bool evaluation::check_missing(const rule& each, const context& in, const member_rule& member) {
  bool valid = true;
  for (const std::string& name : member.names) {
    if (in.instance.get_object().contains(name)) continue;
    valid = false;
    if (!collects()) return false;
    std::string all;
    for (const std::string& needed : member.names) all.append(all.empty() ? "" : ", ").append(needed);
    std::string message = member.names.size() == 1 ? "must have property " : "must have properties ";
    message.append(all).append(" when property ").append(member.name).append(" is present");
    add_issue(each, in,
              {{"property", member.name}, {"missingProperty", name}, {"depsCount", member.names.size()}, {"deps", all}},
              std::move(message));
    if (stops()) break;
  }
  return valid;
}

bool evaluation::check_unevaluated_properties(const rule& each, const context& in) {
  bool valid = true;
  object& members = in.instance.get_object();
  const bool refused = each.child->constant && !*each.child->constant;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (in.seen->has(i)) continue;
    auto& member = *(members.begin() + static_cast<std::ptrdiff_t>(i));
    if (!refused && check_member(*each.child, in, member.key(), member.value())) continue;
    valid = false;
    if (refused && collects())
      add_issue(each, in, {{"unevaluatedProperty", member.key()}}, "must NOT have unevaluated properties");
    if (stops()) break;
  }
  in.seen->add_all();
  return valid;
}

}  // namespace lamina::json::schemas
