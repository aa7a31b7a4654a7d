#include "lamina/json/schema/internal/evaluate.h"
#include "lamina/json/schema/internal/unique.h"

namespace lamina::json::schemas {

bool evaluation::apply_array(const rule& each, const context& in) {
  switch (each.keyword) {
    case keyword::max_items:
    case keyword::min_items: return check_count(each, in, in.instance.get_array().size(), "items");
    case keyword::prefix_items: return check_tuple(each, in);
    case keyword::items: return check_rest(each, in);
    case keyword::contains: return check_contains(each, in);
    case keyword::unique_items: return check_unique(each, in);
    case keyword::unique_item_properties: return check_unique_properties(each, in);
    default: return check_unevaluated_items(each, in);
  }
}

bool evaluation::check_count(const rule& each, const context& in, std::size_t size, std::string_view things) {
  const bool upper = each.keyword == keyword::max_items || each.keyword == keyword::max_properties;
  if (upper ? size <= each.count : size >= each.count) return true;
  if (!collects()) return false;
  return add_issue(each, in, {{"limit", each.count}},
                   std::string("must NOT have ") + (upper ? "more" : "fewer") + " than " + std::to_string(each.count) +
                       " " + std::string(things));
}

bool evaluation::check_item(const node& schema, const context& in, std::size_t at) {
  value& item = in.instance.get_array()[at];
  const location place{&in.place, &item, {}, at, true};
  return check(schema, item, place, nullptr);
}

bool evaluation::check_tuple(const rule& each, const context& in) {
  const std::size_t count = std::min(each.children.size(), in.instance.get_array().size());
  bool valid = true;
  for (std::size_t i = 0; i < count; ++i) {
    if (check_item(*each.children[i], in, i)) continue;
    valid = false;
    if (stops()) break;
  }
  if (in.seen) in.seen->add_first(count);
  return valid;
}

// All items behind the tuple.
bool evaluation::check_rest(const rule& each, const context& in) {
  const std::size_t size = in.instance.get_array().size();
  if (in.seen) in.seen->add_all();
  if (size <= each.count) return true;
  const auto& refused = each.child->constant;
  if (each.count > 0 && refused && !*refused)
    return collects() ? add_issue(each, in, {{"limit", each.count}},
                                  "must NOT have more than " + std::to_string(each.count) + " items")
                      : false;
  bool valid = true;
  for (std::size_t i = each.count; i < size; ++i) {
    if (check_item(*each.child, in, i)) continue;
    valid = false;
    if (stops()) break;
  }
  return valid;
}

bool evaluation::check_contains(const rule& each, const context& in) {
  const std::size_t before = issue_count();
  const std::size_t size = in.instance.get_array().size();
  std::size_t count = 0;
  ++composite_;
  for (std::size_t i = 0; i < size && !exhausted_; ++i) {
    if (!check_item(*each.child, in, i)) continue;
    ++count;
    if (in.seen && in.at.home->draft == draft::draft2020) in.seen->add(i);
    if (!each.flag && count >= each.count && in.seen == nullptr) break;
  }
  --composite_;
  if (exhausted_) return false;
  if (count >= each.count && (!each.flag || count <= each.upper)) return forget_issues(before), true;
  if (!collects()) return false;
  object params{{"minContains", each.count}};
  std::string message = "must contain at least " + std::to_string(each.count);
  if (each.flag) {
    params["maxContains"] = each.upper;
    message += " and no more than " + std::to_string(each.upper);
  }
  return add_issue(each, in, std::move(params), message + " valid item(s)");
}

bool evaluation::check_unique(const rule& each, const context& in) {
  const auto found = find_duplicate(in.instance.get_array(), each.flag);
  if (!found) return true;
  if (!collects()) return false;
  const auto [i, j] = *found;
  return add_issue(
      each, in, {{"i", i}, {"j", j}},
      "must NOT have duplicate items (items ## " + std::to_string(j) + " and " + std::to_string(i) + " are identical)");
}

// ajv-keywords: no two items may have the same value under one of these names.
bool evaluation::check_unique_properties(const rule& each, const context& in) {
  for (const std::string& name : each.names) {
    array values;
    for (const value& item : in.instance.get_array())
      if (const value* member = json::find(item, name)) values.push_back(*member);
    if (find_duplicate(values, false))
      return collects() ? add_issue(each, in, {}, "must pass \"uniqueItemProperties\" keyword validation") : false;
  }
  return true;
}

bool evaluation::check_unevaluated_items(const rule& each, const context& in) {
  const std::size_t size = in.instance.get_array().size();
  const auto& refused = each.child->constant;
  bool valid = true;
  for (std::size_t i = 0; i < size; ++i) {
    if (in.seen->has(i)) continue;
    if (refused && !*refused) {
      return collects() ? add_issue(each, in, {{"limit", i}}, "must NOT have more than " + std::to_string(i) + " items")
                        : false;
    }
    if (check_item(*each.child, in, i)) continue;
    valid = false;
    if (stops()) break;
  }
  in.seen->add_all();
  return valid;
}

}  // namespace lamina::json::schemas
