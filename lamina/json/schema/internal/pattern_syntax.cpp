#include <array>
#include <cctype>
#include <cstdint>
#include <optional>

#include "lamina/json/schema/internal/pattern.h"

namespace lamina::json::schemas {
namespace {

// ECMA-262's white space and line ends, and all the rest, as the inside of a class.
constexpr std::string_view space =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view not_space =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view not_line_end = R"([^\n\r\x{2028}\x{2029}])";

// Unicode's long names of general categories (PropertyValueAliases.txt); PCRE2 knows the short ones.
constexpr std::array<std::array<std::string_view, 2>, 40> categories{{{"Letter", "L"},
                                                                      {"Cased_Letter", "L&"},
                                                                      {"LC", "L&"},
                                                                      {"Uppercase_Letter", "Lu"},
                                                                      {"Lowercase_Letter", "Ll"},
                                                                      {"Titlecase_Letter", "Lt"},
                                                                      {"Modifier_Letter", "Lm"},
                                                                      {"Other_Letter", "Lo"},
                                                                      {"Mark", "M"},
                                                                      {"Combining_Mark", "M"},
                                                                      {"Nonspacing_Mark", "Mn"},
                                                                      {"Spacing_Mark", "Mc"},
                                                                      {"Enclosing_Mark", "Me"},
                                                                      {"Number", "N"},
                                                                      {"Decimal_Number", "Nd"},
                                                                      {"digit", "Nd"},
                                                                      {"Letter_Number", "Nl"},
                                                                      {"Other_Number", "No"},
                                                                      {"Punctuation", "P"},
                                                                      {"punct", "P"},
                                                                      {"Connector_Punctuation", "Pc"},
                                                                      {"Dash_Punctuation", "Pd"},
                                                                      {"Open_Punctuation", "Ps"},
                                                                      {"Close_Punctuation", "Pe"},
                                                                      {"Initial_Punctuation", "Pi"},
                                                                      {"Final_Punctuation", "Pf"},
                                                                      {"Other_Punctuation", "Po"},
                                                                      {"Symbol", "S"},
                                                                      {"Math_Symbol", "Sm"},
                                                                      {"Currency_Symbol", "Sc"},
                                                                      {"Modifier_Symbol", "Sk"},
                                                                      {"Other_Symbol", "So"},
                                                                      {"Separator", "Z"},
                                                                      {"Space_Separator", "Zs"},
                                                                      {"Line_Separator", "Zl"},
                                                                      {"Paragraph_Separator", "Zp"},
                                                                      {"Other", "C"},
                                                                      {"Control", "Cc"},
                                                                      {"Format", "Cf"},
                                                                      {"Unassigned", "Cn"}}};

std::string_view short_category(std::string_view name) {
  for (const auto& [known, code] : categories)
    if (known == name) return code;
  if (name == "Surrogate") return "Cs";
  if (name == "Private_Use") return "Co";
  return name;
}

class translator {
 public:
  explicit translator(std::string_view in) : in_(in) {}

  result<std::string> run() {
    while (!at_end() && failure_.empty()) step();
    if (in_class_) fail("Unterminated character class");
    if (!failure_.empty()) return error(failure_);
    return std::move(out_);
  }

 private:
  bool at_end() const { return at_ >= in_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }
  void fail(std::string_view why) {
    if (failure_.empty()) failure_ = why;
  }

  void step() {
    const char c = in_[at_++];
    if (c == '\\') return escape();
    if (in_class_) return inside_class(c);
    switch (c) {
      case '[': return open_class();
      case '(': return open_group();
      case '.': out_ += not_line_end; return;
      case '*':
      case '+':
      case '?': return quantifier(c);
      case '{': return counted();
      default: out_ += c;
    }
  }

  void inside_class(char c) {
    if (c == ']') {
      in_class_ = false;
      out_ += ']';
    } else if (c == '[') {
      out_ += "\\[";  // PCRE2 would look for [:alpha:]
    } else {
      out_ += c;
    }
  }

  void open_class() {
    in_class_ = true;
    out_ += '[';
    if (peek() == '^') {
      ++at_;
      out_ += '^';
    }
    if (peek() == ']') {  // [] matches nothing and [^] anything
      ++at_;
      in_class_ = false;
      out_ += ']';
    }
  }

  void open_group() {
    out_ += '(';
    if (peek() == '*') return fail("Nothing to repeat");
    if (peek() != '?') return;
    const char kind = peek(1);
    const char after = peek(2);
    const bool name = kind == '<' && (std::isalpha(static_cast<unsigned char>(after)) || after == '_' || after == '$');
    const bool behind = kind == '<' && (after == '=' || after == '!');
    if (kind != ':' && kind != '=' && kind != '!' && !name && !behind) return fail("Invalid group");
    out_ += '?';
    out_ += kind;
    at_ += 2;
  }

  void quantifier(char c) {
    out_ += c;
    lazy();
  }
  // After a quantifier only '?' may follow; PCRE2 would take '+' for a possessive one.
  void lazy() {
    if (peek() == '?') {
      out_ += '?';
      ++at_;
    }
    if (peek() == '+' || peek() == '*' || peek() == '?') fail("Nothing to repeat");
  }

  void counted() {
    std::size_t end = at_;
    while (end < in_.size() && (std::isdigit(static_cast<unsigned char>(in_[end])) || in_[end] == ',')) ++end;
    if (end == at_ || end >= in_.size() || in_[end] != '}' || in_[at_] == ',') {
      out_ += "\\{";  // a brace as such, as without the u flag
      return;
    }
    out_.append("{").append(in_, at_, end - at_).append("}");
    at_ = end + 1;
    lazy();
  }

  void escape() {
    if (at_end()) return fail("\\ at end of pattern");
    const char c = in_[at_++];
    switch (c) {
      case 's': return classed(space);
      case 'S': return classed(not_space);
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 't':
      case 'n':
      case 'r':
      case 'f':
      case 'b': out_.append({'\\', c}); return;
      case 'B': in_class_ ? fail("Invalid escape") : static_cast<void>(out_ += "\\B"); return;
      case 'v': return code_point(0xb);
      case 'u': return unicode();
      case 'x': return hexadecimal();
      case 'c': return control();
      case 'p':
      case 'P': return property(c);
      case 'k': return named_reference();
      default: return other(c);
    }
  }

  void classed(std::string_view members) {
    if (in_class_)
      out_ += members;
    else
      out_.append("[").append(members).append("]");
  }

  void other(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '0' && !std::isdigit(static_cast<unsigned char>(peek()))) return code_point(0);
    if (std::isdigit(byte) && !in_class_) return number_reference(c);
    if (std::isalnum(byte)) return fail("Invalid escape");
    if (byte < 128) out_ += '\\';
    out_ += c;
  }

  void number_reference(char first) {
    std::string digits(1, first);
    while (std::isdigit(static_cast<unsigned char>(peek()))) digits += in_[at_++];
    out_.append("\\g{").append(digits).append("}");
  }

  void named_reference() {
    const auto end = in_.find('>', at_);
    if (peek() != '<' || end == in_.npos) return fail("Invalid named reference");
    out_.append("\\k").append(in_, at_, end + 1 - at_);
    at_ = end + 1;
  }

  void code_point(std::uint32_t code) {
    static constexpr char digits[] = "0123456789abcdef";
    if (code > 0x10ffff) return fail("Invalid Unicode escape");
    if (code >= 0xd800 && code <= 0xdfff) {  // half a pair: no text has it
      if (!in_class_) out_ += "(?!)";
      return;
    }
    out_ += "\\x{";
    for (int shift = 20; shift >= 0; shift -= 4) out_ += digits[(code >> shift) & 15];
    out_ += '}';
  }

  std::optional<std::uint32_t> hex(std::size_t count) {
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto c = static_cast<unsigned char>(peek(i));
      if (!std::isxdigit(c)) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(std::isdigit(c) ? c - '0' : std::tolower(c) - 'a' + 10);
    }
    at_ += count;
    return code;
  }

  void hexadecimal() {
    const auto code = hex(2);
    code ? code_point(*code) : fail("Invalid escape");
  }

  void unicode() {
    if (peek() == '{') {
      const auto end = in_.find('}', at_);
      if (end == in_.npos || end - at_ < 2 || end - at_ > 9) return fail("Invalid Unicode escape");
      ++at_;
      const auto code = hex(end - at_);
      ++at_;
      return code ? code_point(*code) : fail("Invalid Unicode escape");
    }
    const auto first = hex(4);
    if (!first) return fail("Invalid Unicode escape");
    if (*first >= 0xd800 && *first <= 0xdbff && peek() == '\\' && peek(1) == 'u') {
      const std::size_t before = at_;
      at_ += 2;
      const auto second = hex(4);
      if (second && *second >= 0xdc00 && *second <= 0xdfff)
        return code_point(0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00));
      at_ = before;
    }
    code_point(*first);
  }

  void control() {
    const auto c = static_cast<unsigned char>(peek());
    if (!std::isalpha(c)) return fail("Invalid escape");
    ++at_;
    code_point(c % 32u);
  }

  void property(char c) {
    const auto end = in_.find('}', at_);
    if (peek() != '{' || end == in_.npos) return fail("Invalid property name");
    std::string_view name = in_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    std::string_view prefix;
    if (const auto sign = name.find('='); sign != name.npos) {
      const std::string_view which = name.substr(0, sign);
      name.remove_prefix(sign + 1);
      if (which == "Script" || which == "sc")
        prefix = "sc:";
      else if (which == "Script_Extensions" || which == "scx")
        prefix = "scx:";
      else if (which != "General_Category" && which != "gc")
        return fail("Invalid property name");
    }
    if (name.empty() || name.find_first_of("^ :") != name.npos) return fail("Invalid property name");
    if (prefix.empty()) name = short_category(name);
    out_.append({'\\', c, '{'}).append(prefix).append(name).append("}");
  }

  std::string_view in_;
  std::size_t at_ = 0;
  bool in_class_ = false;
  std::string out_;
  std::string failure_;
};

}  // namespace

result<std::string> translate_pattern(std::string_view ecma) { return translator(ecma).run(); }

}  // namespace lamina::json::schemas
