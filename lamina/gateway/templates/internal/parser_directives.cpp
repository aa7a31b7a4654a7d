#include <algorithm>
#include <array>

#include "lamina/gateway/templates/internal/parser.h"

namespace lamina::gateway::templates {
namespace {

constexpr std::array<std::string_view, 13> directives = {"set",     "if",     "elseif",  "else", "end",
                                                         "foreach", "define", "macro",   "stop", "break",
                                                         "include", "parse",  "evaluate"};

}  // namespace

bool parser::is_directive(std::string_view word) const {
  return std::ranges::find(directives, word) != directives.end() ||
         std::ranges::find(tree_.macros, word, &macro::name) != tree_.macros.end();
}

// Behind the word. `at_` is put before the "#" again for what is none after all.
void parser::read_directive(block& to, std::string_view word) {
  const auto jump_to = [&](jump where) {
    flush(to);
    to.statements.emplace_back(where);
  };
  const auto end_by = [&](end_of_block what) {
    if (what != end_of_block::elseif_branch) eat_line_end();
    ended_by_ = what;
  };
  if (word == "set") return read_set(to);
  if (word == "if") return read_if(to);
  if (word == "foreach") return read_foreach(to);
  if (word == "define") return read_define(to);
  if (word == "macro") return read_macro();
  if (word == "end") return end_by(end_of_block::end);
  if (word == "else") return end_by(end_of_block::else_branch);
  if (word == "elseif") return end_by(end_of_block::elseif_branch);
  if (word == "stop") return jump_to(jump::stop);
  if (word == "break") return jump_to(jump::leave_loop);
  const auto known = std::ranges::find(tree_.macros, word, &macro::name);
  if (known != tree_.macros.end()) return read_call(to, static_cast<std::size_t>(known - tree_.macros.begin()));
  fail_with("#" + std::string(word) + " is not offered by API Gateway");
}

// A directive without its parenthesis is text, but for the few that cannot be.
bool parser::open_parenthesis(bool is_needed) {
  const std::size_t before = at_;
  skip_spaces();
  if (take('(')) return true;
  at_ = before;
  if (is_needed)
    fail("\"(\"");
  else
    at_ = text_.rfind('#', before - 1);
  return false;
}

void parser::close_parenthesis() {
  skip_spaces();
  if (!take(')')) return fail("\")\"");
  eat_line_end();
}

// Spaces and the line's end behind a directive are not printed, if there is nothing else.
void parser::eat_line_end() {
  const std::size_t end = std::min(text_.find_first_not_of(" \t", at_), text_.size());
  if (end == text_.size()) return;
  if (text_[end] == '\n') at_ = end + 1;
  if (text_[end] == '\r') at_ = end + (end + 1 < text_.size() && text_[end + 1] == '\n' ? 2 : 1);
}

std::shared_ptr<const block> parser::read_body(std::string_view opened_by) {
  auto made = std::make_shared<block>();
  const place opened = here();
  if (read_block(*made) == end_of_block::none && !failed_)
    fail("#end for the " + std::string(opened_by) + " of line " + std::to_string(opened.line));
  return made;
}

// The space before #set is not printed either, if there is nothing else since the last directive or reference: not even
// the end of a line.
void parser::read_set(block& to) {
  if (!open_parenthesis(false)) return;
  if (pending_.find_first_not_of(" \t", run_begin_) == std::string::npos) pending_.resize(run_begin_);
  flush(to);
  skip_spaces();
  auto target = read_reference();
  if (failed_) return;
  if (!target) return fail("the reference that is set");
  if (!target->accesses.empty() && target->accesses.back().what == access::kind::call)
    return fail_with("what a method returns cannot be set");
  if (target->accesses.empty()) tree_.variables[target->variable].is_known = true;
  if (target->variable < fixed_variables && target->accesses.empty())
    return fail_with("$" + tree_.variables[target->variable].name + " cannot be set");
  skip_spaces();
  if (!take('=')) return fail("\"=\"");
  expression from = read_expression();
  close_parenthesis();
  to.statements.emplace_back(set_statement{*std::move(target), std::move(from)});
}

void parser::read_if(block& to) {
  flush(to);
  if_statement made;
  end_of_block end = end_of_block::elseif_branch;
  while (end == end_of_block::elseif_branch && !failed_) {
    auto& branch = made.branches.emplace_back();
    if (!open_parenthesis(true)) return;
    branch.condition = read_expression();
    close_parenthesis();
    branch.body = read_body("#if");
    end = ended_by_;
  }
  if (end == end_of_block::else_branch) {
    made.otherwise = read_body("#if");
    if (ended_by_ != end_of_block::end) fail_with("#else or #elseif behind #else");
  }
  ended_by_ = end_of_block::none;
  to.statements.emplace_back(std::move(made));
}

void parser::read_foreach(block& to) {
  if (!open_parenthesis(false)) return;
  flush(to);
  skip_spaces();
  if (!take('$')) return fail("the loop's reference");
  const bool has_brace = take('{');
  foreach_statement made;
  const std::string_view name = read_identifier();
  if (name.empty() || (has_brace && !take('}'))) return fail("the loop's reference");
  made.variable = variable_of(name, true);
  if (made.variable < fixed_variables) return fail_with("$" + std::string(name) + " cannot be a loop's reference");
  skip_spaces();
  if (read_identifier() != "in") return fail("\"in\" behind the loop's reference");
  made.over = read_expression();
  close_parenthesis();
  made.body = read_body("#foreach");
  if (ended_by_ != end_of_block::end) return fail_with("#else without its #if");
  ended_by_ = end_of_block::none;
  to.statements.emplace_back(std::move(made));
}

void parser::read_define(block& to) {
  if (!open_parenthesis(false)) return;
  flush(to);
  skip_spaces();
  define_statement made;
  if (!take('$')) return fail("the reference that is defined");
  const bool has_brace = take('{');
  const std::string_view name = read_identifier();
  if (name.empty() || (has_brace && !take('}'))) return fail("the reference that is defined");
  made.variable = variable_of(name, true);
  if (made.variable < fixed_variables) return fail_with("$" + std::string(name) + " cannot be defined");
  close_parenthesis();
  made.body = read_body("#define");
  if (ended_by_ != end_of_block::end) return fail_with("#else without its #if");
  ended_by_ = end_of_block::none;
  to.statements.emplace_back(std::move(made));
}

// #macro(name $a $b) .. #end
void parser::read_macro() {
  if (!open_parenthesis(true)) return;
  skip_spaces();
  macro made;
  made.name = read_identifier();
  const auto known = std::ranges::find(tree_.macros, made.name, &macro::name);
  if (known == tree_.macros.end()) return fail("the macro's name");
  const auto index = static_cast<std::size_t>(known - tree_.macros.begin());
  for (skip_spaces(); peek() == '$' || peek() == ','; skip_spaces()) {
    if (take(',')) continue;
    ++at_;
    const std::string_view name = read_identifier();
    if (name.empty()) return fail("a parameter's name");
    made.parameters.push_back(variable_of(name, true));
  }
  close_parenthesis();
  std::string before = std::exchange(pending_, {});
  made.body = read_body("#macro");
  pending_ = std::move(before);
  if (ended_by_ != end_of_block::end) return fail_with("#else without its #if");
  ended_by_ = end_of_block::none;
  tree_.macros[index] = std::move(made);
}

// Arguments stand behind each other, with commas or without; there may be no parenthesis at all.
void parser::read_call(block& to, std::size_t macro) {
  flush(to);
  macro_call made{.macro = macro, .where = here()};
  if (take('(')) {
    for (skip_spaces(); !at_end() && peek() != ')'; skip_spaces())
      if (!take(',')) made.arguments.push_back(read_primary());
    close_parenthesis();
  }
  to.statements.emplace_back(std::move(made));
}

}  // namespace lamina::gateway::templates
