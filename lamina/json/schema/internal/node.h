#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"
#include "lamina/json/schema/internal/format.h"
#include "lamina/json/schema/internal/pattern.h"
#include "lamina/json/schema/schema.h"

// The compiled form of a schema: a graph of nodes, one per subschema, each with its rules in the order in which Ajv
// checks them, so that errors come out in Ajv's order.
namespace lamina::json::schemas {

enum class type : std::uint8_t { null, boolean, number, integer, string, array, object };
std::string_view name_of(type which) noexcept;
std::optional<type> type_named(std::string_view name) noexcept;
// `integer` also holds for 1.0, `number` for integers.
bool is_of(const value& instance, type which) noexcept;

// The kind of instance that a rule looks at; others pass it. In Ajv's order.
enum class subject : std::uint8_t { any, number, string, array, object, last };

enum class keyword : std::uint8_t {
  maximum,
  minimum,
  exclusive_maximum,
  exclusive_minimum,
  multiple_of,
  number_format,
  range,
  exclusive_range,
  max_length,
  min_length,
  pattern,
  format,
  format_limit,
  regexp,
  transform,
  dynamic_ref,
  ref,
  constant,
  enumeration,
  negation,
  any_of,
  one_of,
  all_of,
  condition,
  max_items,
  min_items,
  prefix_items,
  items,
  contains,
  unique_items,
  unique_item_properties,
  max_properties,
  min_properties,
  required,
  property_names,
  additional_properties,
  dependencies,
  properties,
  pattern_properties,
  dependent_required,
  dependent_schemas,
  all_required,
  any_required,
  one_required,
  prohibited,
  unevaluated_items,
  unevaluated_properties,
  error_message,
};

struct node;
struct resource;

struct member_rule {
  std::string name;
  const node* schema = nullptr;
  std::shared_ptr<const schemas::pattern> expression;  // patternProperties
  std::vector<std::string> names;                      // dependentRequired
  const resource* home = nullptr;                      // dynamic_ref
  const value* fallback = nullptr;                     // properties: the member's "default"
};

struct rule {
  schemas::keyword keyword{};
  subject applies_to{};
  std::string name;                // "minLength"
  std::string path;                // "#/properties/a/minLength"
  const value* operand = nullptr;  // as written; lives in the compiled schema
  std::size_t count = 0;           // a limit; minContains; the number of prefixItems before items
  std::size_t upper = 0;           // maxContains
  bool flag = false;               // maxContains is there; the reference was not inlined; ...
  std::shared_ptr<const schemas::pattern> expression;
  const format_entry* format = nullptr;
  const node* child = nullptr;
  const node* second = nullptr;  // then
  const node* third = nullptr;   // else
  std::vector<const node*> children;
  std::vector<member_rule> members;
  std::vector<std::string> names;  // required; known properties of additionalProperties, sorted
};

struct node {
  std::string path;  // "#/properties/a"
  const resource* home = nullptr;
  std::optional<bool> constant;  // true and false as schemas
  std::vector<type> types;       // none: any
  bool nullable = false;
  // Ajv tells of a wrong type only when it comes to the keywords for that type.
  std::optional<subject> type_reported_at;
  std::string type_path;
  bool tracks = false;  // has unevaluatedItems or unevaluatedProperties
  bool has_defaults = false;
  std::vector<rule> rules;
};

// A document or a part of one with an "$id" of its own.
struct resource {
  std::string uri;
  const value* root = nullptr;
  json::draft draft{};
  bool validates = true;  // does its metaschema use the validation vocabulary?
  bool asserts_formats = false;
  std::vector<std::pair<std::string, const value*>> anchors;
  std::vector<std::pair<std::string, const value*>> dynamic_anchors;
};

inline std::string child_path(std::string_view parent, std::string_view name) {
  return std::string(parent).append("/").append(name);
}

}  // namespace lamina::json::schemas

namespace lamina::json {

struct compiled_schema {
  schema_options options;
  value document;
  std::deque<schemas::resource> resources;
  std::deque<schemas::node> nodes;
  const schemas::node* root = nullptr;
  bool has_dynamic_refs = false;
};

}  // namespace lamina::json
