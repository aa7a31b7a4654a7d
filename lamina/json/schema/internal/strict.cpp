#include <algorithm>

#include "lamina/json/schema/internal/compile.h"
#include "lamina/json/schema/internal/keywords.h"

// Ajv's strict mode: what a schema may not have although JSON Schema allows it. Texts as Ajv 8 has them.
namespace lamina::json::schemas {
namespace {

bool includes(const std::vector<type>& types, type which) {
  const auto has = [&](type each) { return std::find(types.begin(), types.end(), each) != types.end(); };
  return has(which) || (which == type::integer && has(type::number));
}

std::string joined(const std::vector<type>& types) {
  std::string out;
  for (const type each : types) out.append(out.empty() ? "" : ",").append(name_of(each));
  return out;
}

// "number,string": is one of them among the types? Integers are numbers.
bool applies(std::string_view names, const std::vector<type>& types) {
  while (!names.empty()) {
    const auto comma = names.find(',');
    const auto which = type_named(names.substr(0, comma));
    for (const type each : types)
      if (which && (each == *which || (*which == type::number && each == type::integer))) return true;
    names = comma == names.npos ? std::string_view() : names.substr(comma + 1);
  }
  return false;
}

}  // namespace

void compiler::strict_failure(std::string_view message) { fail("strict mode: " + std::string(message)); }

void compiler::check_keywords(const object& schema, const node& at) {
  if (at.home != nullptr && published_schema(at.home->uri) != nullptr) return;
  for (const auto& [name, operand] : schema)
    if (find_keyword(name) == nullptr) return strict_failure("unknown keyword: \"" + std::string(name) + "\"");
  if (at.path == "#" && schema.contains("default") && out_.options.defaults != default_filling::none)
    strict_failure("default is ignored in the schema root");
}

// The types that the schemas around allow; narrowed by those of this one.
void compiler::check_type_context(const node& at, surroundings& around) {
  if (at.types.empty()) return;
  if (around.types.empty()) {
    around.types = at.types;
    return;
  }
  for (const type each : at.types)
    if (!includes(around.types, each))
      return strict_failure("type \"" + std::string(name_of(each)) + "\" not allowed by context \"" +
                            joined(around.types) + "\" at \"" + at.home->uri + at.path + "\" (strictTypes)");
  std::vector<type> narrowed;
  for (const type each : around.types) {
    if (includes(at.types, each))
      narrowed.push_back(each);
    else if (each == type::number && includes(at.types, type::integer))
      narrowed.push_back(type::integer);
  }
  around.types = std::move(narrowed);
}

void compiler::check_types(const object& schema, const node& at, surroundings& around) {
  if (published_schema(at.home->uri) != nullptr) return;
  check_type_context(at, around);
  const std::string where = " at \"" + at.home->uri + at.path + "\" (strictTypes)";
  const bool with_null = at.types.size() == 2 && includes(at.types, type::null);
  if (at.types.size() > 1 && !with_null && !out_.options.allow_union_types)
    return strict_failure("use allowUnionTypes to allow union type keyword" + where);
  for (const keyword_use& each : all_keywords())
    if (each.is_rule && !each.types.empty() && schema.contains(each.name) && !applies(each.types, around.types))
      return strict_failure("missing type \"" + std::string(each.types) + "\" for keyword \"" + std::string(each.name) +
                            "\"" + where);
}

void compiler::check_tuple(const object& schema, const rule& at) {
  const std::size_t length = at.operand->get_array().size();
  const auto is_length = [&](const char* name) {
    const value* limit = schema.if_contains(name);
    return limit != nullptr && limit->is_number() && limit->to_number<double>() == static_cast<double>(length);
  };
  const value* rest = schema.if_contains("items");
  const bool closed = rest != nullptr && rest->is_bool() && !rest->get_bool();
  if (is_length("minItems") && (is_length("maxItems") || closed)) return;
  const std::string parent = at.path.substr(0, at.path.size() - at.name.size() - 1);
  strict_failure("\"" + at.name + "\" is " + std::to_string(length) +
                 "-tuple, but minItems or maxItems/items are not specified or different at path \"" + parent + "\"");
}

void compiler::check_required(const object& schema, const rule& at, const surroundings& around) {
  const value* members = schema.if_contains("properties");
  const std::string parent = at.path.substr(0, at.path.size() - at.name.size() - 1);
  for (const std::string& name : at.names) {
    if (members != nullptr && json::find(*members, name) != nullptr) continue;
    if (around.defined != nullptr && around.defined->count(name) != 0) continue;
    return strict_failure("required property \"" + name + "\" is not defined at \"" + parent + "\" (strictRequired)");
  }
}

void compiler::check_defaults(const object&, const rule& at, const surroundings& around) {
  if (!around.composite) return;
  for (const auto& [name, member] : at.operand->get_object())
    if (json::find(member, "default") != nullptr)
      return strict_failure("default is ignored for: data." + std::string(name));
}

void compiler::check_contains(const object&, const rule& at) {
  if (!at.flag && at.count == 0)
    return strict_failure("\"minContains\" == 0 without \"maxContains\": \"contains\" keyword ignored");
  if (at.flag && at.count > at.upper) strict_failure("\"minContains\" > \"maxContains\" is always invalid");
}

void compiler::check_matching(const rule& patterns, const object& schema) {
  const value* members = schema.if_contains("properties");
  if (members == nullptr || !members->is_object()) return;
  for (const auto& [name, member] : members->get_object())
    for (const member_rule& each : patterns.members)
      if (each.expression->found_in(name))
        return strict_failure("property " + std::string(name) + " matches pattern " + each.name +
                              " (use allowMatchingProperties)");
}

}  // namespace lamina::json::schemas
