#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/schema/internal/marks.h"
#include "lamina/json/schema/internal/node.h"

namespace lamina::json::schemas {

// Where an instance is: a list through the frames of the evaluation, so that a path is only built for an error.
struct location {
  const location* up = nullptr;
  const value* instance = nullptr;
  std::string_view key;
  std::size_t index = 0;
  bool in_array = false;
};
std::string pointer_to(const location& at);

// One validation of one instance. Used once.
class evaluation {
 public:
  // Changes the instance only with `change`. Without `issues` it only says whether the instance is valid, and stops at
  // the first error.
  evaluation(const compiled_schema& schema, bool change, std::vector<schema_issue>* issues)
      : schema_(schema), options_(schema.options), change_(change), issues_(issues) {}

  bool run(value& instance);

 private:
  struct scope {
    const scope* up;
    const resource* home;
  };
  struct context {  // of one node and one instance
    const node& at;
    value& instance;
    const location& place;
    marks* seen;  // null: nobody asks
  };

  bool check(const node& at, value& instance, const location& place, marks* outer);
  bool check_in_scope(const node& at, value& instance, const location& place, marks* outer);
  bool check_rules(const context& in, bool typed);
  bool check_type(const context& in);
  bool has_type(const node& at, const value& instance) const;
  bool report_type(const context& in);
  bool coerce(const context& in);
  bool apply(const rule& each, const context& in);
  bool apply_scalar(const rule& each, const context& in);
  bool apply_array(const rule& each, const context& in);
  bool apply_object(const rule& each, const context& in);

  bool check_limit(const rule& each, const context& in);
  bool check_range(const rule& each, const context& in);
  bool check_multiple(const rule& each, const context& in);
  bool check_length(const rule& each, const context& in);
  bool check_format(const rule& each, const context& in);
  bool check_format_limit(const rule& each, const context& in);
  bool check_pattern(const rule& each, const context& in);
  bool transform(const rule& each, const context& in);
  bool check_constant(const rule& each, const context& in);
  bool check_enumeration(const rule& each, const context& in);

  bool check_reference(const rule& each, const context& in, const node& target);
  const node& dynamic_target(const rule& each) const;
  bool check_not(const rule& each, const context& in);
  bool check_any_of(const rule& each, const context& in);
  bool check_one_of(const rule& each, const context& in);
  bool check_all_of(const rule& each, const context& in);
  bool check_condition(const rule& each, const context& in);

  bool check_count(const rule& each, const context& in, std::size_t size, std::string_view things);
  bool check_tuple(const rule& each, const context& in);
  bool check_rest(const rule& each, const context& in);
  bool check_contains(const rule& each, const context& in);
  bool check_unique(const rule& each, const context& in);
  bool check_unique_properties(const rule& each, const context& in);
  bool check_unevaluated_items(const rule& each, const context& in);
  bool check_item(const node& schema, const context& in, std::size_t at);

  void fill_defaults(const node& at, value& instance);
  bool check_required(const rule& each, const context& in);
  bool check_some_required(const rule& each, const context& in);
  bool check_names(const rule& each, const context& in);
  bool check_properties(const rule& each, const context& in);
  bool check_patterns(const rule& each, const context& in);
  bool check_additional(const rule& each, const context& in);
  bool remove_additional(const rule& each, const context& in, const std::string& name);
  bool check_dependencies(const rule& each, const context& in);
  bool check_missing(const rule& each, const context& in, const member_rule& member);
  bool check_unevaluated_properties(const rule& each, const context& in);
  bool check_member(const node& schema, const context& in, std::string_view key, value& member);
  bool is_additional(const rule& each, std::string_view name) const;

  // errorMessage (error_message.cpp).
  void rewrite_errors(const rule& each, const context& in);
  void rewrite_keyword(const rule& each, const context& in, std::string_view name, const value& text);
  void rewrite_keyword_members(const rule& each, const context& in, std::string_view name, const object& texts);
  void rewrite_children(const rule& each, const context& in, const value& texts, bool members);
  void rewrite_rest(const rule& each, const context& in, const value& text);
  std::string fill_in(std::string_view text, const context& in) const;
  void add_rewritten(const rule& each, std::string path, std::string message, std::vector<std::size_t> used);

  bool stops() const { return issues_ == nullptr || !options_.all_errors || exhausted_ || is_full(); }
  bool is_full() const { return issues_ != nullptr && issues_->size() >= options_.max_issues; }
  bool collects() const { return issues_ != nullptr; }
  // Adds an error; always false. Call it only when collects().
  bool add_issue(const rule& each, const context& in, object params, std::string message);
  bool add_issue(std::string path, std::string_view keyword, const location& place, object params, std::string message);
  std::size_t issue_count() const { return issues_ ? issues_->size() : 0; }
  void forget_issues(std::size_t from) {
    if (issues_) issues_->resize(from);
  }
  // Runs what must not report anything.
  bool quietly(const node& at, value& instance, const location& place, marks* seen);

  const compiled_schema& schema_;
  const schema_options& options_;
  bool change_;
  std::vector<schema_issue>* issues_;
  const scope* scope_ = nullptr;
  const value* root_ = nullptr;
  const std::string* property_name_ = nullptr;
  std::size_t depth_ = 0;
  std::uint64_t steps_ = 0;
  int composite_ = 0;
  bool exhausted_ = false;  // too deep or too long: all that is left is to return
};

}  // namespace lamina::json::schemas
