#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lamina/json/schema/internal/node.h"
#include "lamina/json/schema/internal/registry.h"

namespace lamina::json::schemas {

// What a subschema inherits from the one around it, for Ajv's strict mode.
struct surroundings {
  std::vector<type> types;                   // the instance is known to be one of these; empty: unknown
  std::set<std::string>* defined = nullptr;  // properties that have been defined for the instance
  bool composite = false;                    // in anyOf and its like, where defaults are not filled in
};

// Turns a document into nodes. One use: make one, call run().
class compiler {
 public:
  explicit compiler(compiled_schema& out) : out_(out), known_(out) {}
  result<void> run();

 private:
  struct pending {
    node* target;
    const value* schema;
    const resource* home;
  };
  struct entry;  // one keyword; the table is in compile_keywords.cpp
  static const std::vector<entry>& entries();

  // Compiles, or takes the node that is there already for that schema at that path.
  const node* compile(const value& schema, const resource* home, std::string path, const surroundings& around);
  void fill(node& out, const value& schema, const resource* home, surroundings around);
  void fill_rules(node& out, const object& schema, const surroundings& around);
  void fill_types(node& out, const object& schema);
  void settle_type_report(node& out) const;
  result<void> work_off();
  std::optional<error> find_endless_reference() const;

  const node* same_instance(const value& schema, const node& parent, std::string_view path, const surroundings& around);
  const node* child_instance(const value& schema, const node& parent, std::string_view path, bool composite = false);
  const node* refer(rule& out, const node& parent, std::string_view reference);
  std::optional<registry::place> follow(registry::place from, const resource*& home);
  bool has_references(const value& schema);

  // Builders of rules, by the shape of the operand. False: the keyword has no effect.
  bool number_limit(rule& out, const object& schema, node& parent, const surroundings& around);
  bool size_limit(rule& out, const object& schema, node& parent, const surroundings& around);
  bool number_range(rule& out, const object& schema, node& parent, const surroundings& around);
  bool text_pattern(rule& out, const object& schema, node& parent, const surroundings& around);
  bool named_format(rule& out, const object& schema, node& parent, const surroundings& around);
  bool format_bound(rule& out, const object& schema, node& parent, const surroundings& around);
  bool any_operand(rule& out, const object& schema, node& parent, const surroundings& around);
  bool list_operand(rule& out, const object& schema, node& parent, const surroundings& around);
  bool name_list(rule& out, const object& schema, node& parent, const surroundings& around);
  bool true_flag(rule& out, const object& schema, node& parent, const surroundings& around);
  bool reference(rule& out, const object& schema, node& parent, const surroundings& around);
  bool dynamic_reference(rule& out, const object& schema, node& parent, const surroundings& around);
  bool schema_operand(rule& out, const object& schema, node& parent, const surroundings& around);
  bool schema_list(rule& out, const object& schema, node& parent, const surroundings& around);
  bool condition(rule& out, const object& schema, node& parent, const surroundings& around);
  bool tuple(rule& out, const object& schema, node& parent, const surroundings& around);
  bool rest_of_items(rule& out, const object& schema, node& parent, const surroundings& around);
  bool contains(rule& out, const object& schema, node& parent, const surroundings& around);
  bool properties(rule& out, const object& schema, node& parent, const surroundings& around);
  bool pattern_properties(rule& out, const object& schema, node& parent, const surroundings& around);
  bool additional_properties(rule& out, const object& schema, node& parent, const surroundings& around);
  bool dependencies(rule& out, const object& schema, node& parent, const surroundings& around);
  bool message_templates(rule& out, const object& schema, node& parent, const surroundings& around);

  rule removal_of_others(const object& members, const node& parent);
  std::shared_ptr<const pattern> compile_pattern(const value& ecma, const rule& where);
  bool is_schema(const value& operand, const rule& where);
  void must_be(const rule& where, std::string_view expected);
  void fail(std::string message);
  bool failed() const { return failure_.has_value(); }

  // Ajv's strict mode (strict.cpp).
  void check_keywords(const object& schema, const node& at);
  void check_types(const object& schema, const node& at, surroundings& around);
  void check_type_context(const node& at, surroundings& around);
  void check_tuple(const object& schema, const rule& at);
  void check_required(const object& schema, const rule& at, const surroundings& around);
  void check_defaults(const object& schema, const rule& at, const surroundings& around);
  void check_contains(const object& schema, const rule& at);
  void check_matching(const rule& patterns, const object& schema);
  void strict_failure(std::string_view message);

  compiled_schema& out_;
  registry known_;
  std::map<std::pair<const value*, std::string>, node*> made_;
  std::map<const value*, bool> references_;
  std::deque<pending> pending_;
  std::optional<error> failure_;
  std::size_t depth_ = 0;
};

}  // namespace lamina::json::schemas
