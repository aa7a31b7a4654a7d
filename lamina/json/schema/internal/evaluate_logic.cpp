#include <algorithm>

#include "lamina/json/schema/internal/evaluate.h"

// References and the schemas that apply to the same instance.
namespace lamina::json::schemas {

bool evaluation::check_reference(const rule& each, const context& in, const node& target) {
  if (!each.flag) return check(target, in.instance, in.place, in.seen);
  // A reference that was not inlined begins anew, as Ajv's functions do: defaults are filled in again.
  const int composite = std::exchange(composite_, 0);
  const std::string* const name = std::exchange(property_name_, nullptr);
  const bool valid = check(target, in.instance, in.place, in.seen);
  property_name_ = name;
  composite_ = composite;
  return valid;
}

// The outermost resource on the way here that has such an anchor decides.
const node& evaluation::dynamic_target(const rule& each) const {
  const node* target = each.child;
  if (each.members.empty()) return *target;
  for (const scope* around = scope_; around != nullptr; around = around->up)
    for (const member_rule& member : each.members)
      if (member.home == around->home) target = member.schema;
  return *target;
}

bool evaluation::check_not(const rule& each, const context& in) {
  if (!quietly(*each.child, in.instance, in.place, nullptr)) return !exhausted_;
  return collects() ? add_issue(each, in, {}, "must NOT be valid") : false;
}

bool evaluation::check_any_of(const rule& each, const context& in) {
  const std::size_t before = issue_count();
  bool valid = false;
  ++composite_;
  for (const node* schema : each.children) {
    marks seen;
    if (!check(*schema, in.instance, in.place, in.seen ? &seen : nullptr)) continue;
    if (in.seen) in.seen->merge(seen);
    valid = true;
    // Ajv looks at the others too, which matters when they change the instance.
    if (in.seen == nullptr && !change_) break;
  }
  --composite_;
  if (valid) return forget_issues(before), true;
  return collects() ? add_issue(each, in, {}, "must match a schema in anyOf") : false;
}

bool evaluation::check_one_of(const rule& each, const context& in) {
  const std::size_t before = issue_count();
  std::size_t passing = each.children.size();
  value indices = nullptr;
  ++composite_;
  for (std::size_t i = 0; i < each.children.size(); ++i) {
    marks seen;
    if (!check(*each.children[i], in.instance, in.place, in.seen ? &seen : nullptr)) continue;
    if (passing < each.children.size()) {
      if (collects()) indices = array{passing, i};
      passing = each.children.size();
      break;
    }
    passing = i;
    if (in.seen) in.seen->merge(seen);
  }
  --composite_;
  if (passing < each.children.size()) return forget_issues(before), true;
  return collects()
             ? add_issue(each, in, {{"passingSchemas", std::move(indices)}}, "must match exactly one schema in oneOf")
             : false;
}

bool evaluation::check_all_of(const rule& each, const context& in) {
  bool valid = true;
  for (const node* schema : each.children) {
    if (check(*schema, in.instance, in.place, in.seen)) continue;
    valid = false;
    if (stops()) break;
  }
  return valid;
}

bool evaluation::check_condition(const rule& each, const context& in) {
  marks seen;
  const bool holds = quietly(*each.child, in.instance, in.place, in.seen ? &seen : nullptr);
  if (exhausted_) return false;
  if (holds && in.seen) in.seen->merge(seen);
  const node* clause = holds ? each.second : each.third;
  if (clause == nullptr || check(*clause, in.instance, in.place, in.seen)) return true;
  if (!collects()) return false;
  const std::string name = holds ? "then" : "else";
  return add_issue(each, in, {{"failingKeyword", name}}, "must match \"" + name + "\" schema");
}

}  // namespace lamina::json::schemas
