#include <algorithm>

#include "lamina/json/schema/internal/compile.h"

namespace lamina::json::schemas {

struct compiler::entry {
  using builder = bool (compiler::*)(rule&, const object&, node&, const surroundings&);

  std::string_view name;
  schemas::keyword keyword;
  subject applies_to;
  builder build;
  enum where : std::uint8_t { everywhere, validation, since_2020, before_2020, ajv } known = everywhere;
};

// In the order in which Ajv checks them.
const std::vector<compiler::entry>& compiler::entries() {
  using c = compiler;
  using k = keyword;
  using s = subject;
  using e = entry;
  static const std::vector<entry> all{
      {"$dynamicRef", k::dynamic_ref, s::any, &c::dynamic_reference, e::since_2020},
      {"$ref", k::ref, s::any, &c::reference},
      {"const", k::constant, s::any, &c::any_operand, e::validation},
      {"transform", k::transform, s::any, &c::name_list, e::ajv},
      {"enum", k::enumeration, s::any, &c::list_operand, e::validation},
      {"not", k::negation, s::any, &c::schema_operand},
      {"anyOf", k::any_of, s::any, &c::schema_list},
      {"oneOf", k::one_of, s::any, &c::schema_list},
      {"allOf", k::all_of, s::any, &c::schema_list},
      {"if", k::condition, s::any, &c::condition},
      {"maximum", k::maximum, s::number, &c::number_limit, e::validation},
      {"minimum", k::minimum, s::number, &c::number_limit, e::validation},
      {"exclusiveMaximum", k::exclusive_maximum, s::number, &c::number_limit, e::validation},
      {"exclusiveMinimum", k::exclusive_minimum, s::number, &c::number_limit, e::validation},
      {"multipleOf", k::multiple_of, s::number, &c::number_limit, e::validation},
      {"format", k::number_format, s::number, &c::named_format},
      {"range", k::range, s::number, &c::number_range, e::ajv},
      {"exclusiveRange", k::exclusive_range, s::number, &c::number_range, e::ajv},
      {"maxLength", k::max_length, s::string, &c::size_limit, e::validation},
      {"minLength", k::min_length, s::string, &c::size_limit, e::validation},
      {"pattern", k::pattern, s::string, &c::text_pattern, e::validation},
      {"format", k::format, s::string, &c::named_format},
      {"formatMaximum", k::format_limit, s::string, &c::format_bound, e::ajv},
      {"formatMinimum", k::format_limit, s::string, &c::format_bound, e::ajv},
      {"formatExclusiveMaximum", k::format_limit, s::string, &c::format_bound, e::ajv},
      {"formatExclusiveMinimum", k::format_limit, s::string, &c::format_bound, e::ajv},
      {"regexp", k::regexp, s::string, &c::text_pattern, e::ajv},
      {"maxItems", k::max_items, s::array, &c::size_limit, e::validation},
      {"minItems", k::min_items, s::array, &c::size_limit, e::validation},
      {"prefixItems", k::prefix_items, s::array, &c::tuple, e::since_2020},
      {"items", k::prefix_items, s::array, &c::tuple, e::before_2020},
      {"items", k::items, s::array, &c::rest_of_items},
      {"additionalItems", k::items, s::array, &c::rest_of_items, e::before_2020},
      {"contains", k::contains, s::array, &c::contains},
      {"uniqueItems", k::unique_items, s::array, &c::true_flag, e::validation},
      {"uniqueItemProperties", k::unique_item_properties, s::array, &c::name_list, e::ajv},
      {"maxProperties", k::max_properties, s::object, &c::size_limit, e::validation},
      {"minProperties", k::min_properties, s::object, &c::size_limit, e::validation},
      {"required", k::required, s::object, &c::name_list, e::validation},
      {"propertyNames", k::property_names, s::object, &c::schema_operand},
      {"additionalProperties", k::additional_properties, s::object, &c::additional_properties},
      {"dependencies", k::dependencies, s::object, &c::dependencies},
      {"properties", k::properties, s::object, &c::properties},
      {"patternProperties", k::pattern_properties, s::object, &c::pattern_properties},
      {"dependentRequired", k::dependent_required, s::object, &c::dependencies, e::since_2020},
      {"dependentSchemas", k::dependent_schemas, s::object, &c::dependencies, e::since_2020},
      {"allRequired", k::all_required, s::object, &c::true_flag, e::ajv},
      {"anyRequired", k::any_required, s::object, &c::name_list, e::ajv},
      {"oneRequired", k::one_required, s::object, &c::name_list, e::ajv},
      {"prohibited", k::prohibited, s::object, &c::name_list, e::ajv},
      {"unevaluatedItems", k::unevaluated_items, s::array, &c::schema_operand, e::since_2020},
      {"unevaluatedProperties", k::unevaluated_properties, s::object, &c::schema_operand, e::since_2020},
      {"errorMessage", k::error_message, s::last, &c::message_templates, e::ajv},
  };
  return all;
}

void compiler::fill_rules(node& out, const object& schema, const surroundings& around) {
  const bool modern = out.home->draft == draft::draft2020;
  for (const entry& each : entries()) {
    if (failed()) return;
    const value* operand = schema.if_contains(each.name);
    if (operand == nullptr) continue;
    if ((each.known == entry::validation && !out.home->validates) || (each.known == entry::since_2020 && !modern) ||
        (each.known == entry::before_2020 && modern) || (each.known == entry::ajv && !out_.options.keywords_of_ajv))
      continue;
    rule made;
    made.keyword = each.keyword;
    made.applies_to = each.applies_to;
    made.name = each.name;
    made.path = child_path(out.path, each.name);
    made.operand = operand;
    if ((this->*each.build)(made, schema, out, around) && !failed()) out.rules.push_back(std::move(made));
  }
}

void compiler::must_be(const rule& where, std::string_view expected) {
  fail("\"" + where.name + "\" must be " + std::string(expected) + " at \"" +
       where.path.substr(0, where.path.size() - where.name.size() - 1) + "\"");
}

bool compiler::is_schema(const value& operand, const rule& where) {
  if (operand.is_object() || operand.is_bool()) return true;
  must_be(where, "a schema");
  return false;
}

bool compiler::number_limit(rule& out, const object& schema, node& parent, const surroundings&) {
  if (parent.home->draft == draft::draft4) {  // there, exclusiveMinimum: true belongs to minimum
    if (out.operand->is_bool()) return false;
    const auto exclusive = [&](const char* name) {
      const value* flag = schema.if_contains(name);
      return flag != nullptr && flag->is_bool() && flag->get_bool();
    };
    if (out.keyword == keyword::minimum && exclusive("exclusiveMinimum")) out.keyword = keyword::exclusive_minimum;
    if (out.keyword == keyword::maximum && exclusive("exclusiveMaximum")) out.keyword = keyword::exclusive_maximum;
  }
  if (!out.operand->is_number()) return must_be(out, "a number"), false;
  if (out.keyword == keyword::multiple_of && !(out.operand->to_number<double>() > 0))
    return must_be(out, "a number above 0"), false;
  return true;
}

bool compiler::size_limit(rule& out, const object&, node&, const surroundings&) {
  const double size = out.operand->is_number() ? out.operand->to_number<double>() : -1;
  if (!(size >= 0) || !is_of(*out.operand, type::integer)) return must_be(out, "a non-negative integer"), false;
  out.count = size >= 1e18 ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(size);
  return true;
}

bool compiler::number_range(rule& out, const object&, node&, const surroundings&) {
  const array* bounds = out.operand->if_array();
  if (bounds == nullptr || bounds->size() != 2 || !(*bounds)[0].is_number() || !(*bounds)[1].is_number())
    return must_be(out, "a list of two numbers"), false;
  return true;
}

std::shared_ptr<const pattern> compiler::compile_pattern(const value& ecma, const rule& where) {
  if (!ecma.is_string()) return must_be(where, "a pattern"), nullptr;
  auto compiled = pattern::compile(std::string_view(ecma.get_string()));
  if (compiled) return *std::move(compiled);
  fail("Invalid regular expression: /" + std::string(ecma.get_string()) + "/u: " + compiled.error().message);
  return nullptr;
}

bool compiler::text_pattern(rule& out, const object&, node&, const surroundings&) {
  if (out.keyword == keyword::pattern) {
    out.expression = compile_pattern(*out.operand, out);
    return out.expression != nullptr;
  }
  // regexp: "/[a-z]/i", or {"pattern": "[a-z]", "flags": "i"}.
  std::string_view text = out.operand->is_string() ? std::string_view(out.operand->get_string()) : "";
  std::string_view flags = find_string(*out.operand, "flags");
  if (out.operand->is_object()) {
    text = find_string(*out.operand, "pattern");
  } else if (const auto end = text.rfind('/'); text.size() >= 2 && text[0] == '/' && end > 0) {
    flags = text.substr(end + 1);
    text = text.substr(1, end - 1);
  } else {
    return must_be(out, "a pattern between slashes"), false;
  }
  auto compiled = pattern::compile(text, flags.find('i') != flags.npos);
  if (!compiled) return must_be(out, "a valid pattern"), false;
  out.expression = *std::move(compiled);
  return true;
}

bool compiler::named_format(rule& out, const object&, node& parent, const surroundings&) {
  if (!out.operand->is_string()) return must_be(out, "the name of a format"), false;
  const std::string_view name = out.operand->get_string();
  out.format = find_format(name);
  if (out.format == nullptr && out_.options.strict_schema)
    fail("unknown format \"" + std::string(name) + "\" ignored in schema at path \"" + parent.path + "\"");
  if (out.format == nullptr || !(out_.options.assert_formats || parent.home->asserts_formats)) return false;
  return out.keyword == keyword::format ? out.format->accepts_text != nullptr : out.format->accepts_number != nullptr;
}

bool compiler::format_bound(rule& out, const object& schema, node&, const surroundings&) {
  const value* named = schema.if_contains("format");
  if (!out.operand->is_string() || named == nullptr || !named->is_string())
    return must_be(out, "a text beside \"format\""), false;
  out.format = find_format(std::string_view(named->get_string()));
  if (out.format == nullptr || out.format->compare == nullptr)
    return fail("\"" + out.name + "\": format \"" + std::string(named->get_string()) + "\" has no order"), false;
  return true;
}

bool compiler::any_operand(rule&, const object&, node&, const surroundings&) { return true; }

bool compiler::list_operand(rule& out, const object&, node&, const surroundings&) {
  if (!out.operand->is_array()) return must_be(out, "a list"), false;
  return true;
}

bool compiler::name_list(rule& out, const object& schema, node&, const surroundings& around) {
  if (out.operand->is_bool()) return false;  // draft-03's required: true
  const array* names = out.operand->if_array();
  if (names == nullptr) return must_be(out, "a list of names"), false;
  for (const value& name : *names) {
    if (!name.is_string()) return must_be(out, "a list of names"), false;
    out.names.emplace_back(std::string_view(name.get_string()));
  }
  if (out.keyword == keyword::required && out_.options.strict_required) check_required(schema, out, around);
  return !out.names.empty();
}

bool compiler::true_flag(rule& out, const object& schema, node&, const surroundings&) {
  if (!out.operand->is_bool()) return must_be(out, "true or false"), false;
  if (out.keyword == keyword::all_required && out.operand->get_bool()) {
    const value* members = schema.if_contains("properties");
    if (members == nullptr || !members->is_object()) return must_be(out, "used with \"properties\""), false;
    for (const auto& [name, member] : members->get_object()) out.names.emplace_back(name);
  }
  // Ajv walks lists of simple items from the other end, and reports other indices.
  if (const value* items = schema.if_contains("items"); items && items->is_object())
    if (const value* named = items->get_object().if_contains("type")) {
      const auto simple = [](const value& name) {
        return name.is_string() && name.get_string() != "object" && name.get_string() != "array";
      };
      const array* several = named->if_array();
      out.flag = several ? std::all_of(several->begin(), several->end(), simple) : simple(*named);
    }
  return out.operand->get_bool();
}

}  // namespace lamina::json::schemas
