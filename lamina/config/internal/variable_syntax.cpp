#include "lamina/config/internal/variable_syntax.h"

#include <algorithm>
#include <optional>

#include "lamina/config/internal/yaml_scalar.h"

namespace lamina::config {
namespace {

// Variables inside variables; deeper text is refused.
constexpr int max_nesting = 20;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alphanumeric(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// The length of the source name that stands at the start of `text`, when a variable's source can stand there.
std::size_t source_name(std::string_view text) {
  if (text.empty() || !is_lower(text[0])) return 0;
  std::size_t end = 1;
  while (end < text.size() && is_alphanumeric(text[end])) ++end;
  if (end == text.size()) return 0;
  if (text[end] == '(') return end;
  const bool foreign = end + 1 < text.size() && text[end + 1] == ':';
  return text[end] == ':' && !foreign ? end : 0;
}

void trim(variable_text& text) {
  auto* first = std::get_if<std::string>(&text.parts.front());
  while (first && !first->empty() && is_space(first->front())) first->erase(0, 1);
  auto* last = std::get_if<std::string>(&text.parts.back());
  while (last && !last->empty() && is_space(last->back())) last->pop_back();
}

// What \c means inside `quote`, or nothing: in double quotes as in JSON, in single ones only the quote and itself.
std::optional<char> escaped(char c, char quote) {
  if (c == quote || c == '\\') return c;
  if (quote == '\'') return std::nullopt;
  constexpr std::string_view letters = "nrtbf/", meaning = "\n\r\t\b\f/";
  const std::size_t at = letters.find(c);
  return at == std::string_view::npos ? std::nullopt : std::optional(meaning[at]);
}

class parser {
 public:
  explicit parser(std::string_view text) : text_(text) {}

  result<variable_text> whole() { return text_until("", 0); }

 private:
  bool at(std::string_view token) const { return text_.substr(at_, token.size()) == token; }
  bool at_end() const { return at_ >= text_.size(); }
  void skip_spaces() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }
  static error wrong(std::string_view variable, std::string_view why) {
    return error("the variable " + std::string(variable.substr(0, 80)) + " " + std::string(why));
  }
  bool at_variable() const { return at("${") && source_name(text_.substr(at_ + 2)) > 0; }

  // Up to one of `ends` that is not inside a variable; brackets inside count, so that file(a(b)) is one path.
  result<variable_text> text_until(std::string_view ends, int depth) {
    variable_text out;
    std::string plain;
    int brackets = 0;
    while (!at_end()) {
      if (at("\\${")) {
        plain += "${";
        at_ += 3;
      } else if (at_variable()) {
        if (depth >= max_nesting) return wrong(text_, "nests too deeply");
        auto inner = one_variable(depth + 1);
        if (!inner) return inner.error();
        if (!plain.empty()) out.parts.emplace_back(std::exchange(plain, {}));
        out.parts.emplace_back(*std::move(inner));
      } else {
        const char c = text_[at_];
        if (brackets == 0 && ends.find(c) != std::string_view::npos) break;
        if (c == '(') ++brackets;
        if (c == ')' && brackets > 0) --brackets;
        plain += c;
        ++at_;
      }
    }
    if (!plain.empty() || out.parts.empty()) out.parts.emplace_back(std::move(plain));
    return out;
  }

  result<variable> one_variable(int depth) {
    const std::size_t start = at_;
    at_ += 2;
    variable out;
    while (true) {
      auto next = alternative(depth, start);
      if (!next) return next.error();
      out.alternatives.push_back(*std::move(next));
      skip_spaces();
      if (at("}")) break;
      if (!at(",")) return wrong(text_.substr(start), "is not closed: } was expected");
      if (std::holds_alternative<json::value>(out.alternatives.back()))
        return wrong(text_.substr(start), "has something after its literal, which always wins");
      ++at_;
    }
    ++at_;
    out.text = text_.substr(start, at_ - start);
    return out;
  }

  result<variable::alternative> alternative(int depth, std::size_t start) {
    skip_spaces();
    if (at("'") || at("\"")) return quoted(start);
    if (at_variable()) {
      if (depth >= max_nesting) return wrong(text_, "nests too deeply");
      auto inner = one_variable(depth + 1);
      if (!inner) return inner.error();
      return variable::alternative(std::make_unique<variable>(*std::move(inner)));
    }
    if (const std::size_t length = source_name(text_.substr(at_)); length > 0) return source(length, depth, start);
    return word(start);
  }

  result<variable::alternative> source(std::size_t length, int depth, std::size_t start) {
    variable_source out;
    out.type = text_.substr(at_, length);
    at_ += length;
    if (at("(")) {
      ++at_;
      auto params = text_until(")", depth);
      if (!params) return params.error();
      if (!at(")")) return wrong(text_.substr(start), "is not closed: ) was expected");
      ++at_;
      out.params = std::make_unique<variable_text>(*std::move(params));
    }
    if (at(":")) {
      ++at_;
      auto address = text_until(",}", depth);
      if (!address) return address.error();
      trim(*address);
      out.address = std::make_unique<variable_text>(*std::move(address));
    }
    return variable::alternative(std::move(out));
  }

  result<variable::alternative> quoted(std::size_t start) {
    const char quote = text_[at_++];
    std::string out;
    for (; !at_end() && text_[at_] != quote; ++at_) {
      const auto meant = text_[at_] == '\\' && at_ + 1 < text_.size() ? escaped(text_[at_ + 1], quote) : std::nullopt;
      if (meant) ++at_;
      out += meant.value_or(text_[at_]);
    }
    if (at_end()) return wrong(text_.substr(start), "has a quote that is not closed");
    ++at_;
    return variable::alternative(json::value(json::string(out)));
  }

  result<variable::alternative> word(std::size_t start) {
    const std::size_t end = std::min(text_.find_first_of(",}", at_), text_.size());
    std::string_view text = text_.substr(at_, end - at_);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    at_ = end;
    if (text == "true") return variable::alternative(json::value(true));
    if (text == "false") return variable::alternative(json::value(false));
    if (text == "null") return variable::alternative(json::value(nullptr));
    if (json::value number = plain_scalar(text); number.is_number()) return variable::alternative(std::move(number));
    return wrong(text_.substr(start), "has the fallback " + std::string(text.substr(0, 40)) +
                                          ", where a source (opt:stage) or text in quotes ('" +
                                          std::string(text.substr(0, 40)) + "') was expected");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool variable_text::has_variables() const {
  return std::any_of(parts.begin(), parts.end(),
                     [](const auto& part) { return std::holds_alternative<variable>(part); });
}

result<variable_text> parse_variables(std::string_view text) { return parser(text).whole(); }

bool may_have_variables(std::string_view text) { return text.find("${") != std::string_view::npos; }

}  // namespace lamina::config
