#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "lamina/gateway/templates/internal/parser.h"

namespace lamina::gateway::templates {
namespace {

using kind = expression::kind;

struct operator_name {
  kind what;
  std::string_view sign, word;
};

// From what binds least to what binds most; longer signs before those they begin with.
constexpr std::array<operator_name, 1> ors = {{{kind::or_, "||", "or"}}};
constexpr std::array<operator_name, 1> ands = {{{kind::and_, "&&", "and"}}};
constexpr std::array<operator_name, 2> equalities = {{{kind::equal, "==", "eq"}, {kind::unequal, "!=", "ne"}}};
constexpr std::array<operator_name, 4> relations = {
    {{kind::at_most, "<=", "le"}, {kind::at_least, ">=", "ge"}, {kind::less, "<", "lt"}, {kind::greater, ">", "gt"}}};
constexpr std::array<operator_name, 2> sums = {{{kind::plus, "+", ""}, {kind::minus, "-", ""}}};
constexpr std::array<operator_name, 3> products = {
    {{kind::times, "*", ""}, {kind::divided, "/", ""}, {kind::modulo, "%", ""}}};
constexpr std::array<std::span<const operator_name>, 6> levels = {ors, ands, equalities, relations, sums, products};

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

expression of_text(std::string text) {
  expression made;
  made.text = std::move(text);
  return made;
}

}  // namespace

bool parser::take_word_or_sign(std::string_view word, std::string_view sign) {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with(sign)) return at_ += sign.size(), true;
  if (word.empty() || !rest.starts_with(word) || is_letter(peek(word.size())) || is_digit(peek(word.size())))
    return false;
  return at_ += word.size(), true;
}

expression parser::read_expression() {
  go_deeper();
  expression made = failed_ ? expression() : read_binary(0);
  --depth_;
  return made;
}

expression parser::read_binary(int level) {
  if (level == static_cast<int>(levels.size())) return read_not();
  expression left = read_binary(level + 1);
  for (std::size_t chained = 0; !failed_; ++chained) {
    skip_spaces();
    const operator_name* found = nullptr;
    for (const operator_name& one : levels[static_cast<std::size_t>(level)])
      if (found == nullptr && take_word_or_sign(one.word, one.sign)) found = &one;
    if (found == nullptr) break;
    constexpr std::size_t most = 256;  // each is one level of the tree
    if (chained == most) fail_with("more than 256 operators in a row");
    expression made;
    made.what = found->what;
    made.operands.push_back(std::move(left));
    made.operands.push_back(read_binary(level + 1));
    left = std::move(made);
  }
  return left;
}

expression parser::read_not() {
  skip_spaces();
  if (text_.substr(at_).starts_with("!=") || !take_word_or_sign("not", "!")) return read_primary();
  expression made;
  made.what = kind::not_;
  go_deeper();
  made.operands.push_back(failed_ ? expression() : read_not());
  --depth_;
  return made;
}

expression parser::read_primary() {
  skip_spaces();
  const char c = peek();
  if (c == '"' || c == '\'') return read_quoted();
  if (c == '[') return read_list();
  if (c == '{') return read_map();
  if (is_digit(c) || ((c == '-' || c == '.') && is_digit(peek(1)))) return read_number();
  expression made;
  if (take('(')) {
    made = read_expression();
    skip_spaces();
    if (!take(')')) fail("\")\"");
    return made;
  }
  if (c == '$') {
    if (auto found = read_reference()) {
      made.what = kind::reference;
      made.referred = std::make_shared<const reference>(*std::move(found));
      return made;
    }
  } else if (take_word_or_sign("true", "true") || take_word_or_sign("false", "false")) {
    made.what = kind::boolean;
    made.integer = text_[at_ - 2] == 'u' ? 1 : 0;
    return made;
  }
  fail("a value: a reference, a text in quotes, a number, true, false, [..], {..} or (..)");
  return made;
}

// A quote within is written twice. References and directives in double quotes are looked at, in single ones not.
expression parser::read_quoted() {
  const char quote = peek();
  const std::size_t begin = ++at_;
  const place where = here();
  std::string text;
  while (true) {
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) {
      at_ = begin - 1;
      fail_with("a text without the quote that ends it");
      return {};
    }
    text += text_.substr(at_, end - at_);
    at_ = end + 1;
    if (peek() != quote) break;
    text += quote;
    ++at_;
  }
  if (quote == '\'' || text.find_first_of("$#") == std::string::npos) return of_text(std::move(text));
  auto body = std::make_shared<block>();
  if (auto wrong = parser(text, tree_, where, depth_).read_all(*body)) {
    if (!failed_) failed_ = std::move(wrong);
    at_ = text_.size();
  }
  expression made;
  made.what = kind::interpolated;
  made.body = std::move(body);
  return made;
}

expression parser::read_number() {
  expression made;
  const std::size_t begin = at_;
  take('-');
  while (is_digit(peek())) ++at_;
  const bool has_fraction = peek() == '.' && is_digit(peek(1));
  if (has_fraction)
    for (++at_; is_digit(peek());) ++at_;
  const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 2 : 1;
  const bool has_exponent = (peek() == 'e' || peek() == 'E') && is_digit(peek(sign));
  if (has_exponent)
    for (at_ += sign; is_digit(peek());) ++at_;
  const char *const first = text_.data() + begin, *const last = text_.data() + at_;
  made.what = has_fraction || has_exponent ? kind::decimal : kind::integer;
  const auto read = made.what == kind::decimal ? std::from_chars(first, last, made.decimal)
                                               : std::from_chars(first, last, made.integer);
  if (read.ec != std::errc()) fail_with("a number that is too large");
  return made;
}

expression parser::read_list() {
  go_deeper();
  expression made;
  made.what = kind::list;
  take('[');
  skip_spaces();
  while (!failed_ && !take(']')) {
    made.operands.push_back(read_expression());
    skip_spaces();
    if (text_.substr(at_).starts_with("..") && made.operands.size() == 1) {
      at_ += 2;
      made.what = kind::range;
      made.operands.push_back(read_expression());
      skip_spaces();
      if (!take(']')) fail("\"]\"");
      break;
    }
    if (peek() != ']' && !take(',')) fail("\",\" or \"]\"");
    skip_spaces();
  }
  --depth_;
  return made;
}

expression parser::read_map() {
  go_deeper();
  expression made;
  made.what = kind::map;
  take('{');
  skip_spaces();
  while (!failed_ && !take('}')) {
    made.operands.push_back(read_primary());
    skip_spaces();
    if (!take(':')) fail("\":\" behind the key");
    made.operands.push_back(read_expression());
    skip_spaces();
    if (peek() != '}' && !take(',')) fail("\",\" or \"}\"");
    skip_spaces();
  }
  --depth_;
  return made;
}

}  // namespace lamina::gateway::templates
