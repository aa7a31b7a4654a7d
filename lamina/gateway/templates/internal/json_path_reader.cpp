#include "lamina/gateway/templates/internal/json_path_reader.h"

#include <array>
#include <charconv>
#include <utility>

namespace lamina::gateway::templates {

bool json_path::reader::take(std::string_view what) {
  if (!text_.substr(at_).starts_with(what)) return false;
  at_ += what.size();
  return true;
}

void json_path::reader::skip_spaces() {
  while (next() == ' ') ++at_;
}

lamina::error json_path::reader::wrong(std::string_view expected) const {
  return error("JSONPath \"" + std::string(text_) + "\", character " + std::to_string(at_ + 1) + ": expected " +
               std::string(expected));
}

// "a.b" is taken for "$.a.b", as Jayway does.
result<json_path> json_path::reader::read() {
  json_path made;
  skip_spaces();
  if (!take("$")) {
    step& first = made.steps_.emplace_back();
    if (next() == '[') return wrong("$");
    if (auto done = read_dotted(first); !done) return done.error();
  }
  while (!at_end()) {
    skip_spaces();
    if (at_end()) break;
    step& to = made.steps_.emplace_back();
    to.is_deep = take("..");
    const bool is_dotted = to.is_deep ? next() != '[' : take(".");
    if (!is_dotted && next() != '[') return wrong("\".\" or \"[\"");
    if (auto done = is_dotted ? read_dotted(to) : read_bracket(to); !done) return done.error();
  }
  return made;
}

std::string_view json_path::reader::read_name() {
  const std::size_t begin = at_;
  while (!at_end() && std::string_view(".[]()=!<>&| ,").find(next()) == std::string_view::npos) ++at_;
  return text_.substr(begin, at_ - begin);
}

result<void> json_path::reader::read_dotted(step& to) {
  if (take("*")) return {};
  const std::string_view name = read_name();
  if (name.empty()) return wrong("a name or \"*\"");
  if (!take("()")) {
    to.what = kind::names;
    to.names.emplace_back(name);
    return {};
  }
  constexpr std::array<std::pair<std::string_view, kind>, 6> functions = {{{"length", kind::size},
                                                                           {"size", kind::size},
                                                                           {"min", kind::min},
                                                                           {"max", kind::max},
                                                                           {"sum", kind::sum},
                                                                           {"avg", kind::avg}}};
  for (const auto& [known, what] : functions)
    if (known == name) return to.what = what, result<void>();
  return wrong("length(), size(), min(), max(), sum() or avg() before here");
}

result<void> json_path::reader::read_bracket(step& to) {
  take("[");
  skip_spaces();
  result<void> done;
  if (take("*"))
    to.what = kind::all;
  else if (take("?"))
    done = read_filter(to);
  else if (next() == '\'' || next() == '"')
    done = read_names(to);
  else
    done = read_numbers(to);
  if (!done) return done;
  skip_spaces();
  return take("]") ? result<void>() : wrong("\"]\"");
}

std::optional<std::int64_t> json_path::reader::read_integer() {
  skip_spaces();
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (failed != std::errc()) return std::nullopt;
  at_ = static_cast<std::size_t>(end - text_.data());
  skip_spaces();
  return number;
}

result<void> json_path::reader::read_numbers(step& to) {
  const auto first = read_integer();
  if (take(":")) {
    to.what = kind::slice;
    to.begin = first;
    to.end = read_integer();
    return {};
  }
  if (!first) return wrong("a name in quotes, a number, a slice, \"*\" or \"?(\"");
  to.what = kind::indices;
  to.indices.push_back(*first);
  while (take(",")) {
    const auto more = read_integer();
    if (!more) return wrong("a number");
    to.indices.push_back(*more);
  }
  return {};
}

result<std::string> json_path::reader::read_quoted() {
  const char quote = next();
  std::string text;
  for (++at_; !at_end() && next() != quote; ++at_) {
    if (next() == '\\' && at_ + 1 < text_.size()) ++at_;
    text += next();
  }
  if (at_end()) return wrong("the quote that ends the text");
  ++at_;
  return text;
}

result<void> json_path::reader::read_names(step& to) {
  to.what = kind::names;
  do {
    skip_spaces();
    if (next() != '\'' && next() != '"') return wrong("a name in quotes");
    auto name = read_quoted();
    if (!name) return name.error();
    to.names.push_back(*std::move(name));
    skip_spaces();
  } while (take(","));
  return {};
}

// Conditions joined by && and ||, without further parentheses.
result<void> json_path::reader::read_filter(step& to) {
  to.what = kind::filter;
  if (!take("(")) return wrong("\"(\"");
  to.any_of.emplace_back();
  while (true) {
    auto one = read_condition();
    if (!one) return one.error();
    to.any_of.back().push_back(*std::move(one));
    skip_spaces();
    if (take("||"))
      to.any_of.emplace_back();
    else if (!take("&&"))
      break;
  }
  return take(")") ? result<void>() : wrong("\"&&\", \"||\" or \")\"");
}

result<json_path::condition> json_path::reader::read_condition() {
  condition made;
  skip_spaces();
  made.is_negated = take("!");
  auto left = read_operand();
  if (!left) return left.error();
  made.left = *std::move(left);
  skip_spaces();
  constexpr std::array<std::pair<std::string_view, comparison>, 6> all = {{{"==", comparison::equal},
                                                                           {"!=", comparison::unequal},
                                                                           {"<=", comparison::at_most},
                                                                           {">=", comparison::at_least},
                                                                           {"<", comparison::less},
                                                                           {">", comparison::greater}}};
  for (const auto& [sign, how] : all) {
    if (!take(sign)) continue;
    made.how = how;
    auto right = read_operand();
    if (!right) return right.error();
    made.right = *std::move(right);
    return made;
  }
  return made;
}

result<json_path::operand> json_path::reader::read_operand() {
  operand made;
  skip_spaces();
  if (next() == '@' || next() == '$') {
    made.is_path = true;
    made.from_root = next() == '$';
    for (++at_; next() == '.' || next() == '[';) {
      if (take(".")) {
        made.path.emplace_back(read_name());
        continue;
      }
      take("[");
      if (next() != '\'' && next() != '"') return wrong("a name in quotes");
      auto name = read_quoted();
      if (!name) return name.error();
      made.path.push_back(*std::move(name));
      if (!take("]")) return wrong("\"]\"");
    }
    return made;
  }
  if (next() == '\'' || next() == '"') {
    auto text = read_quoted();
    if (!text) return text.error();
    made.constant = *std::move(text);
    return made;
  }
  double number = 0;
  const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (failed == std::errc()) {
    at_ = static_cast<std::size_t>(end - text_.data());
    made.constant = number;
    return made;
  }
  if (take("true")) return made.constant = true, made;
  if (take("false")) return made.constant = false, made;
  if (take("null")) return made;
  return wrong("\"@\", \"$\", a text in quotes, a number, true, false or null");
}

result<json_path> json_path::compile(std::string_view text) { return reader(text).read(); }

}  // namespace lamina::gateway::templates
