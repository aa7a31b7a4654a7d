#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/templates/internal/pattern.h"
#include "lamina/gateway/templates/internal/syntax.h"
#include "lamina/gateway/templates/internal/value.h"
#include "lamina/gateway/templates/mapping_template.h"
#include "lamina/json/json.h"

namespace lamina::gateway::templates {

// One run of a template. What cannot be done ends it: nothing throws, nothing goes on for ever.
class evaluator {
 public:
  evaluator(const syntax_tree& tree, const template_input& input, const limits& allowed);

  // Appends to `out`. The error has status 400 if it is the body's fault.
  result<void> run(std::string& out);
  // What the run has left in $context. The error says which of it cannot be.
  result<void> read_overrides(template_overrides& to);

 private:
  enum class flow : std::uint8_t { on, leave_loop, stop };
  struct loop {
    std::int64_t index = 0;
    bool has_next = false;
    const loop* outer = nullptr;
  };

  // evaluator.cpp: statements
  void render(const block& from, std::string& out);
  void print(const reference& from, std::string& out);
  void assign(const set_statement& from);
  void choose(const if_statement& from, std::string& out);
  void repeat(const foreach_statement& from, std::string& out);
  std::vector<value> items_of(const value& over);
  void call(const macro_call& from, std::string& out);
  void render_defined(const block& from, std::string& out);

  // expressions.cpp
  value evaluate(const expression& from);
  // As a condition: a literal never holds, as in Velocity 1.7.
  bool holds(const expression& from);
  value make_list(const expression& from);
  value make_range(const expression& from);
  value make_map(const expression& from);
  value calculate(expression::kind what, const value& left, const value& right);
  value interpolate(const block& from);

  // references.cpp
  // Through so many of its names and methods.
  value look_up(const reference& from, std::size_t accesses);
  value of_loop(const reference& from, std::size_t accesses) const;
  value variable(std::size_t place);
  value step_into(const value& from, const access& how);
  value property_of(const value& from, std::string_view name);
  value index_into(const value& from, const value& index);
  void put_in(map_value& target, std::string_view key, const value& content);
  void set_in(const value& target, const access& how, const value& content);

  // methods, by what they are called on
  value invoke(const value& on, const access& how);
  value invoke_text(std::string_view on, method what, std::span<const value> with);
  value find_text(std::string_view on, method what, std::span<const value> with);
  value cut_text(std::string_view on, method what, std::span<const value> with);
  value invoke_pattern(std::string_view on, method what, std::span<const value> with);
  value invoke_list(list_value& on, method what, std::span<const value> with);
  value change_list(list_value& on, method what, std::span<const value> with);
  value invoke_map(map_value& on, method what, std::span<const value> with);
  value describe_map(map_value& on, method what);
  value invoke_number(const value& on, method what, std::span<const value> with);
  value invoke_any(const value& on, method what, std::span<const value> with);
  static std::int64_t to_whole(double number);
  value parse_number(std::string_view text, bool is_decimal);
  value invoke_input(method what, std::span<const value> with);
  value invoke_util(method what, std::span<const value> with);

  // The request
  value context();
  value stage_variables();
  value map_of(const template_input::fields& from);
  value parameters();
  value parameter(std::string_view name);
  value document();
  value at_path(std::string_view path);
  value json_at(std::string_view path);
  bool is_null_at(std::string_view path);
  enum class map_text : std::uint8_t { java, json };
  value from_json(const json::value& document, map_text form);

  std::string_view text_of(const value& one);
  std::string_view keep(std::string_view text) { return memory_.keep(text); }
  bool may_go_on(const std::string& out);
  value fail(std::string why, int status = 500);

  const syntax_tree& tree_;
  const template_input& input_;
  const limits allowed_;
  arena memory_;
  patterns patterns_;
  std::vector<value> variables_;
  const loop* loop_ = nullptr;
  flow flow_ = flow::on;
  std::size_t depth_ = 0;
  place where_;  // of the reference that is being looked at
  std::optional<lamina::error> failed_;
  std::deque<json::value> documents_;  // that texts of values are views into
  std::optional<value> document_, parameters_;
};

}  // namespace lamina::gateway::templates
