#include "lamina/gateway/templates/internal/parser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lamina::gateway::templates {
namespace {

constexpr std::size_t largest = 300 * 1024;  // API Gateway's limit for one template

bool is_word_start(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) noexcept { return is_word_start(c) || (c >= '0' && c <= '9'); }

// Macros may be called before they are written down: their names are looked for first.
void find_macros(std::string_view text, syntax_tree& tree) {
  constexpr std::string_view begin = "#macro";
  for (std::size_t at = 0; (at = text.find(begin, at)) != std::string_view::npos;) {
    at = std::min(text.find_first_not_of(" \t\r\n(", at + begin.size()), text.size());
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end != at) tree.macros.push_back({.name = std::string(text.substr(at, end - at))});
  }
}

}  // namespace

result<syntax_tree> parse(std::string_view text) {
  if (text.size() > largest) return error("the template has more than 300 KB");
  syntax_tree made;
  for (const std::string_view name : {"input", "context", "stageVariables", "util", "foreach", "velocityCount"})
    made.variables.push_back({std::string(name), true});
  find_macros(text, made);
  if (auto wrong = parser(text, made, {}, 0).read_all(made.body)) return *std::move(wrong);
  return made;
}

parser::parser(std::string_view text, syntax_tree& tree, place begin, std::size_t depth)
    : text_(text), tree_(tree), begin_(begin), depth_(depth) {}

std::optional<lamina::error> parser::read_all(block& to) {
  if (read_block(to) != end_of_block::none)
    fail_with(ended_by_ == end_of_block::end ? "#end without what it ends" : "#else or #elseif without its #if");
  return std::move(failed_);
}

bool parser::take(char c) {
  if (at_end() || peek() != c) return false;
  ++at_;
  return true;
}

void parser::skip_spaces() {
  while (!at_end() && std::string_view(" \t\r\n").find(peek()) != std::string_view::npos) ++at_;
}

place parser::here() const {
  const std::string_view before = text_.substr(0, at_);
  const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  if (lines == 0) return {begin_.line, begin_.column + before.size()};
  return {begin_.line + lines, before.size() - before.rfind('\n')};
}

void parser::fail(std::string_view expected) {
  std::string found = "the end of the template";
  if (!at_end()) {
    const std::string_view rest = text_.substr(at_, 12);
    found = "\"" + std::string(rest.substr(0, rest.find_first_of("\r\n"))) + "\"";
  }
  fail_with("expected " + std::string(expected) + ", found " + found);
}

void parser::fail_with(std::string text) {
  if (failed_) return;
  const place at = here();
  failed_ = error("line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " + text);
  at_ = text_.size();
}

void parser::go_deeper() {
  constexpr std::size_t deepest = 64;
  if (++depth_ > deepest) fail_with("nested more than 64 deep");
}

void parser::flush(block& to) {
  if (!pending_.empty()) to.statements.emplace_back(std::exchange(pending_, {}));
}

parser::end_of_block parser::read_block(block& to) {
  go_deeper();
  ended_by_ = end_of_block::none;
  while (!at_end() && ended_by_ == end_of_block::none) {
    const std::size_t special = std::min(text_.find_first_of("$#\\", at_), text_.size());
    run_begin_ = pending_.size();
    pending_ += text_.substr(at_, special - at_);
    at_ = special;
    if (peek() == '$')
      read_dollar(to);
    else if (peek() == '#')
      read_hash(to);
    else if (peek() == '\\')
      read_backslashes(to);
  }
  flush(to);
  --depth_;
  return ended_by_;
}

void parser::read_dollar(block& to) {
  auto found = read_reference();
  if (failed_) return;
  if (!found) {
    pending_ += '$';
    ++at_;
    return;
  }
  flush(to);
  to.statements.emplace_back(*std::move(found));
}

// Backslashes mean something before a reference or a directive alone: two print one, an odd one prints what follows.
void parser::read_backslashes(block& to) {
  std::string run;
  while (take('\\')) run += '\\';
  if (peek() == '$') {
    auto found = read_reference();
    if (failed_) return;
    if (!found) return void(pending_ += run);
    found->backslashes = std::move(run);
    flush(to);
    to.statements.emplace_back(*std::move(found));
    return;
  }
  std::size_t end = 0;
  const bool is_directive_next = peek() == '#' && is_directive(word_after_hash(end));
  if (!is_directive_next) return void(pending_ += run);
  pending_.append(run.size() / 2, '\\');
  if (run.size() % 2 == 0) return;
  pending_ += text_.substr(at_, end - at_);
  at_ = end;
}

// "if" of "#if" and "#{if}"; "" for none. `end` is behind it.
std::string_view parser::word_after_hash(std::size_t& end) const {
  const bool has_brace = peek(1) == '{';
  const std::size_t begin = at_ + (has_brace ? 2 : 1);
  if (begin >= text_.size() || !is_word_start(text_[begin])) return {};
  end = begin;
  while (end < text_.size() && is_word(text_[end])) ++end;
  const std::string_view word = text_.substr(begin, end - begin);
  if (!has_brace) return word;
  if (end >= text_.size() || text_[end] != '}') return {};
  ++end;
  return word;
}

void parser::read_hash(block& to) {
  if (peek(1) == '#' || peek(1) == '*') return skip_comment();
  if (text_.substr(at_).starts_with("#[[")) {
    const std::size_t end = text_.find("]]#", at_ + 3);
    if (end == std::string_view::npos) return fail_with("#[[ without its ]]#");
    pending_ += text_.substr(at_ + 3, end - at_ - 3);
    at_ = end + 3;
    return;
  }
  std::size_t end = 0;
  const std::string_view word = word_after_hash(end);
  if (!is_directive(word)) {
    pending_ += '#';
    ++at_;
    return;
  }
  const std::size_t begin = std::exchange(at_, end);
  read_directive(to, word);
  if (at_ == begin) pending_ += text_.substr(at_, end - at_), at_ = end;  // "#foreach" without "(": text
}

// Of a line: with its end.
void parser::skip_comment() {
  const bool is_line = peek(1) == '#';
  const std::size_t end = is_line ? text_.find('\n', at_) : text_.find("*#", at_ + 2);
  if (end == std::string_view::npos && !is_line) return fail_with("#* without its *#");
  at_ = end == std::string_view::npos ? text_.size() : end + (is_line ? 1 : 2);
}

}  // namespace lamina::gateway::templates
