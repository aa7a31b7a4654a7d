#include <algorithm>

#include "lamina/base/percent_encoding.h"
#include "lamina/json/schema/internal/compile.h"
#include "lamina/json/schema/internal/uri.h"

// Keywords that hold other schemas.
namespace lamina::json::schemas {
namespace {

bool is_composite(keyword which) {
  return which == keyword::negation || which == keyword::any_of || which == keyword::one_of;
}

surroundings inside(const surroundings& around, bool composite) {
  surroundings inner = around;
  inner.composite = inner.composite || composite;
  return inner;
}

}  // namespace

bool compiler::reference(rule& out, const object&, node& parent, const surroundings&) {
  if (!out.operand->is_string()) return must_be(out, "a URI reference"), false;
  out.child = refer(out, parent, std::string_view(out.operand->get_string()));
  return out.child != nullptr;
}

bool compiler::dynamic_reference(rule& out, const object&, node& parent, const surroundings&) {
  if (!out.operand->is_string()) return must_be(out, "a URI reference"), false;
  const std::string_view written = out.operand->get_string();
  out.child = refer(out, parent, written);
  if (out.child == nullptr) return false;
  // Only a target that is a dynamic anchor of that very name is looked up again at run time.
  const std::string name = percent_decode(split_fragment(written).fragment);
  const auto place = known_.find(resolve_uri(parent.home->uri, written));
  const auto places = known_.dynamic_anchors(name);
  const bool dynamic = std::any_of(places.begin(), places.end(),
                                   [&](const auto& each) { return place && each.schema == place->schema; });
  if (!dynamic) return true;
  out_.has_dynamic_refs = true;
  for (const auto& [schema, home] : places) {
    member_rule& member = out.members.emplace_back();
    member.home = home;
    const auto [known, is_new] = made_.try_emplace({schema, "#"}, nullptr);
    if (is_new) {
      known->second = &out_.nodes.emplace_back();
      known->second->path = "#";
      pending_.push_back({known->second, schema, home});
    }
    member.schema = known->second;
  }
  return true;
}

bool compiler::schema_operand(rule& out, const object&, node& parent, const surroundings& around) {
  if (!is_schema(*out.operand, out)) return false;
  if (out.keyword == keyword::negation)
    out.child = same_instance(*out.operand, parent, out.path, inside(around, true));
  else if (out.keyword == keyword::property_names)
    out.child = same_instance(*out.operand, parent, out.path, {{type::string}, nullptr, true});
  else
    out.child = child_instance(*out.operand, parent, out.path);

  const bool unevaluated = out.keyword == keyword::unevaluated_items || out.keyword == keyword::unevaluated_properties;
  parent.tracks = parent.tracks || unevaluated;
  return true;
}

bool compiler::schema_list(rule& out, const object&, node& parent, const surroundings& around) {
  const array* schemas = out.operand->if_array();
  if (schemas == nullptr || schemas->empty()) return must_be(out, "a list of schemas"), false;
  std::size_t at = 0;
  for (const value& schema : *schemas) {
    if (failed() || !is_schema(schema, out)) return false;
    out.children.push_back(same_instance(schema, parent, child_path(out.path, std::to_string(at++)),
                                         inside(around, is_composite(out.keyword))));
  }
  return true;
}

bool compiler::condition(rule& out, const object& schema, node& parent, const surroundings& around) {
  const value* then_schema = schema.if_contains("then");
  const value* else_schema = schema.if_contains("else");
  if (!then_schema && !else_schema && out_.options.strict_schema)
    return strict_failure("\"if\" without \"then\" and \"else\" is ignored"), false;
  if (!is_schema(*out.operand, out)) return false;
  out.child = same_instance(*out.operand, parent, out.path, inside(around, true));
  if (then_schema && is_schema(*then_schema, out))
    out.second = same_instance(*then_schema, parent, child_path(parent.path, "then"), around);
  if (else_schema && is_schema(*else_schema, out))
    out.third = same_instance(*else_schema, parent, child_path(parent.path, "else"), around);
  return true;  // without both it still says what is evaluated
}

bool compiler::tuple(rule& out, const object& schema, node& parent, const surroundings&) {
  const array* schemas = out.operand->if_array();
  if (schemas == nullptr) {
    if (out.name == "prefixItems") must_be(out, "a list of schemas");
    return false;  // items for all, of older drafts
  }
  if (out_.options.strict_tuples) check_tuple(schema, out);
  std::size_t at = 0;
  for (const value& item : *schemas) {
    if (failed() || !is_schema(item, out)) return false;
    out.children.push_back(child_instance(item, parent, child_path(out.path, std::to_string(at++))));
  }
  return true;
}

bool compiler::rest_of_items(rule& out, const object& schema, node& parent, const surroundings&) {
  const bool modern = parent.home->draft == draft::draft2020;
  const value* before = schema.if_contains(modern ? "prefixItems" : "items");
  const bool additional = out.name == "additionalItems";
  if (!modern && additional != (before != nullptr && before->is_array())) return false;
  if (!is_schema(*out.operand, out)) return false;
  if ((modern || additional) && before != nullptr && before->is_array()) out.count = before->get_array().size();
  out.child = child_instance(*out.operand, parent, out.path);
  return true;
}

bool compiler::contains(rule& out, const object& schema, node& parent, const surroundings&) {
  if (!is_schema(*out.operand, out)) return false;
  out.count = 1;
  if (parent.home->draft == draft::draft2020 && parent.home->validates) {
    for (const char* name : {"minContains", "maxContains"}) {
      const value* limit = schema.if_contains(name);
      if (limit == nullptr) continue;
      rule part;
      part.name = name;
      part.path = child_path(parent.path, name);
      part.operand = limit;
      if (!size_limit(part, schema, parent, {})) return false;
      const bool upper = part.name == "maxContains";
      (upper ? out.upper : out.count) = part.count;
      out.flag = out.flag || upper;
    }
  }
  if (out_.options.strict_schema) check_contains(schema, out);
  out.child = child_instance(*out.operand, parent, out.path, true);
  return true;
}

// removeAdditional: "all" works without additionalProperties, too.
rule compiler::removal_of_others(const object& members, const node& parent) {
  static const value anything = true;
  rule made;
  made.keyword = keyword::additional_properties;
  made.applies_to = subject::object;
  made.name = "additionalProperties";
  made.path = child_path(parent.path, made.name);
  made.operand = &anything;
  for (const auto& [name, member] : members) made.names.emplace_back(name);
  std::sort(made.names.begin(), made.names.end());
  made.child = child_instance(anything, parent, made.path);
  return made;
}

bool compiler::properties(rule& out, const object& schema, node& parent, const surroundings& around) {
  const object* members = out.operand->if_object();
  if (members == nullptr) return must_be(out, "an object of schemas"), false;
  if (out_.options.strict_schema && out_.options.defaults != default_filling::none) check_defaults(schema, out, around);
  if (around.defined != nullptr)
    for (const auto& [name, member] : *members) around.defined->emplace(name);
  if (out_.options.removal == additional_removal::all && !schema.contains("additionalProperties"))
    parent.rules.push_back(removal_of_others(*members, parent));
  for (const auto& [name, member] : *members) {
    if (failed() || !is_schema(member, out)) return false;
    member_rule& made = out.members.emplace_back();
    made.name = name;
    made.schema = child_instance(member, parent, child_path(out.path, escape_fragment(name)));
    if (out_.options.defaults != default_filling::none) made.fallback = json::find(member, "default");
    parent.has_defaults = parent.has_defaults || made.fallback != nullptr;
  }
  return true;
}

bool compiler::pattern_properties(rule& out, const object& schema, node& parent, const surroundings&) {
  const object* members = out.operand->if_object();
  if (members == nullptr) return must_be(out, "an object of schemas"), false;
  for (const auto& [ecma, member] : *members) {
    if (failed() || !is_schema(member, out)) return false;
    member_rule& made = out.members.emplace_back();
    made.name = ecma;
    made.expression = compile_pattern(value(ecma), out);
    if (failed()) return false;
    made.schema = child_instance(member, parent, child_path(out.path, escape_fragment(ecma)));
  }
  if (out_.options.strict_schema && !out_.options.allow_matching_properties) check_matching(out, schema);
  return true;
}

bool compiler::additional_properties(rule& out, const object& schema, node& parent, const surroundings&) {
  if (!is_schema(*out.operand, out)) return false;
  if (const value* known = schema.if_contains("properties"); known && known->is_object())
    for (const auto& [name, member] : known->get_object()) out.names.emplace_back(name);
  std::sort(out.names.begin(), out.names.end());
  if (const value* patterns = schema.if_contains("patternProperties"); patterns && patterns->is_object())
    for (const auto& [ecma, member] : patterns->get_object()) {
      out.members.emplace_back().expression = compile_pattern(value(ecma), out);
      if (failed()) return false;
    }
  out.child = child_instance(*out.operand, parent, out.path, out_.options.removal == additional_removal::failing);
  return true;
}

bool compiler::dependencies(rule& out, const object&, node& parent, const surroundings& around) {
  const object* members = out.operand->if_object();
  if (members == nullptr) return must_be(out, "an object"), false;
  for (const auto& [name, needed] : *members) {
    if (failed()) return false;
    member_rule& made = out.members.emplace_back();
    made.name = name;
    const array* names = out.keyword == keyword::dependent_schemas ? nullptr : needed.if_array();
    if (names == nullptr && out.keyword == keyword::dependent_required) return must_be(out, "lists of names"), false;
    if (names == nullptr) {
      if (!is_schema(needed, out)) return false;
      made.schema = same_instance(needed, parent, child_path(out.path, escape_fragment(name)), around);
      continue;
    }
    for (const value& each : *names) {
      if (!each.is_string()) return must_be(out, "lists of names"), false;
      made.names.emplace_back(std::string_view(each.get_string()));
    }
  }
  return true;
}

bool compiler::message_templates(rule& out, const object&, node&, const surroundings&) {
  const auto is_text_or_map = [](const value& each) { return each.is_string() || each.is_object() || each.is_array(); };
  if (out.operand->is_string()) return true;
  const object* templates = out.operand->if_object();
  if (templates == nullptr) return must_be(out, "a text or an object of texts"), false;
  for (const auto& [name, each] : *templates)
    if (!is_text_or_map(each)) return must_be(out, "a text or an object of texts"), false;
  return true;
}

}  // namespace lamina::json::schemas
