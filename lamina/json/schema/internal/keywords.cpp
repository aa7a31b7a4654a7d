#include "lamina/json/schema/internal/keywords.h"

#include <algorithm>

namespace lamina::json::schemas {

const std::vector<keyword_use>& all_keywords() {
  static const std::vector<keyword_use> all{{"$dynamicAnchor", ""},
                                            {"$dynamicRef", ""},
                                            {"$recursiveAnchor", ""},
                                            {"$recursiveRef", ""},
                                            {"$schema", "", false},
                                            {"$id", "", false},
                                            {"$defs", "", false},
                                            {"$vocabulary", "", false},
                                            {"$comment", "", false},
                                            {"definitions", "", false},
                                            {"id", "", false},
                                            {"$anchor", "", false},
                                            {"$async", "", false},
                                            {"$ref", ""},
                                            {"maximum", "number"},
                                            {"minimum", "number"},
                                            {"exclusiveMaximum", "number"},
                                            {"exclusiveMinimum", "number"},
                                            {"multipleOf", "number"},
                                            {"maxLength", "string"},
                                            {"minLength", "string"},
                                            {"pattern", "string"},
                                            {"maxProperties", "object"},
                                            {"minProperties", "object"},
                                            {"required", "object"},
                                            {"maxItems", "array"},
                                            {"minItems", "array"},
                                            {"uniqueItems", "array"},
                                            {"type", ""},
                                            {"nullable", ""},
                                            {"const", ""},
                                            {"enum", ""},
                                            {"not", ""},
                                            {"anyOf", ""},
                                            {"oneOf", ""},
                                            {"allOf", ""},
                                            {"if", ""},
                                            {"then", ""},
                                            {"else", ""},
                                            {"propertyNames", "object"},
                                            {"additionalProperties", "object"},
                                            {"dependencies", "object"},
                                            {"properties", "object"},
                                            {"patternProperties", "object"},
                                            {"prefixItems", "array"},
                                            {"items", "array"},
                                            {"contains", "array"},
                                            {"unevaluatedProperties", "object"},
                                            {"unevaluatedItems", "array"},
                                            {"dependentRequired", "object"},
                                            {"dependentSchemas", "object"},
                                            {"maxContains", "array"},
                                            {"minContains", "array"},
                                            {"format", "number,string"},
                                            {"title", "", false},
                                            {"description", "", false},
                                            {"default", "", false},
                                            {"deprecated", "", false},
                                            {"readOnly", "", false},
                                            {"writeOnly", "", false},
                                            {"examples", "", false},
                                            {"contentMediaType", "", false},
                                            {"contentEncoding", "", false},
                                            {"contentSchema", "", false},
                                            {"formatMaximum", "string"},
                                            {"formatMinimum", "string"},
                                            {"formatExclusiveMaximum", "string"},
                                            {"formatExclusiveMinimum", "string"},
                                            {"range", "number"},
                                            {"exclusiveRange", "number"},
                                            {"regexp", "string"},
                                            {"transform", "string"},
                                            {"uniqueItemProperties", "array"},
                                            {"allRequired", "object"},
                                            {"anyRequired", "object"},
                                            {"oneRequired", "object"},
                                            {"prohibited", "object"},
                                            {"errorMessage", ""}};
  return all;
}

const keyword_use* find_keyword(std::string_view name) noexcept {
  for (const keyword_use& each : all_keywords())
    if (each.name == name) return &each;
  return nullptr;
}

bool has_rule(std::string_view name) noexcept {
  const keyword_use* found = find_keyword(name);
  return found != nullptr && found->is_rule;
}

std::vector<const node*> same_instance_nodes(const node& from) {
  std::vector<const node*> found;
  for (const rule& each : from.rules) {
    switch (each.keyword) {
      case keyword::ref:
      case keyword::dynamic_ref:
      case keyword::negation:
      case keyword::condition: found.insert(found.end(), {each.child, each.second, each.third}); break;
      case keyword::any_of:
      case keyword::one_of:
      case keyword::all_of: found.insert(found.end(), each.children.begin(), each.children.end()); break;
      case keyword::dependencies:
      case keyword::dependent_schemas:
        for (const member_rule& member : each.members) found.push_back(member.schema);
        break;
      default: break;
    }
  }
  found.erase(std::remove(found.begin(), found.end(), nullptr), found.end());
  return found;
}

}  // namespace lamina::json::schemas
