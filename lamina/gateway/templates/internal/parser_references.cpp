#include <algorithm>

#include "lamina/gateway/templates/internal/parser.h"

namespace lamina::gateway::templates {
namespace {

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool begins_name(char c) noexcept { return is_letter(c) || c == '_'; }
bool is_of_name(char c) noexcept { return begins_name(c) || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

std::string_view parser::read_identifier() {
  const std::size_t begin = at_;
  if (begins_name(peek()))
    while (is_of_name(peek())) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::size_t parser::variable_of(std::string_view name, bool is_assigned) {
  auto found = std::ranges::find(tree_.variables, name, &syntax_tree::variable::name);
  if (found == tree_.variables.end()) found = tree_.variables.insert(found, {std::string(name), false});
  found->is_known |= is_assigned;
  return static_cast<std::size_t>(found - tree_.variables.begin());
}

// Nothing, and `at_` as it was: the "$" is text.
std::optional<reference> parser::read_reference() {
  const std::size_t begin = at_;
  reference made;
  made.where = here();
  if (!take('$')) return std::nullopt;
  made.is_quiet = take('!');
  const bool has_brace = take('{');
  const std::string_view name = read_identifier();
  if (name.empty()) {
    at_ = begin;
    return std::nullopt;
  }
  made.variable = variable_of(name, false);
  read_accesses(made);
  if (has_brace && !take('}')) fail("\"}\" behind ${" + std::string(name));
  made.source = text_.substr(begin, at_ - begin);
  return made;
}

void parser::read_accesses(reference& to) {
  constexpr std::size_t most = 64;
  while (!failed_) {
    if (to.accesses.size() == most) return fail_with("more than 64 names and methods in a row");
    if (peek() == '[') {
      if (!read_index(to)) return;
      continue;
    }
    if (peek() != '.' || !is_letter(peek(1))) return;
    ++at_;
    access& next = to.accesses.emplace_back();
    next.name = read_identifier();
    if (peek() != '(') continue;
    next.what = access::kind::call;
    const auto known = find_method(next.name);
    if (!known) return fail_with("no method " + next.name + "() is offered here");
    next.called = *known;
    next.arguments = read_arguments();
  }
}

// What is no index is text behind the reference: "$name[sic]".
bool parser::read_index(reference& to) {
  const std::size_t begin = at_++;
  skip_spaces();
  const char c = peek();
  const bool may_be = c == '"' || c == '\'' || c == '$' || c == '-' || (c >= '0' && c <= '9');
  if (may_be) {
    access made{.what = access::kind::index};
    made.arguments.push_back(read_primary());
    skip_spaces();
    if (failed_ || take(']')) {
      to.accesses.push_back(std::move(made));
      return !failed_;
    }
  }
  at_ = begin;
  return false;
}

std::vector<expression> parser::read_arguments() {
  std::vector<expression> made;
  take('(');
  skip_spaces();
  while (!failed_ && !take(')')) {
    made.push_back(read_expression());
    skip_spaces();
    if (peek() != ')' && !take(',')) fail("\",\" or \")\"");
    skip_spaces();
  }
  return made;
}

}  // namespace lamina::gateway::templates
