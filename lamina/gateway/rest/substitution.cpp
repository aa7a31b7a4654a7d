#include "lamina/gateway/rest/substitution.h"

#include <algorithm>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

constexpr std::string_view roots[] = {"context.", "stageVariables.", "method.request."};
constexpr std::string_view message_string = "context.error.messageString";
constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

// How much of `text`, which begins behind "$", is a variable's name; 0: nothing.
std::size_t variable_size(std::string_view text) noexcept {
  for (const std::string_view root : roots) {
    if (!text.starts_with(root)) continue;
    std::size_t size = std::min(text.find_first_not_of(name_characters), text.size());
    while (text[size - 1] == '.') --size;  // the end of a sentence
    return size > root.size() ? size : 0;
  }
  return 0;
}

// Follows JSON text from piece to piece: does the next one begin within a string?
class string_tracker {
 public:
  void read(std::string_view text) noexcept {
    for (const char c : text) {
      if (escaped_)
        escaped_ = false;
      else if (inside_ && c == '\\')
        escaped_ = true;
      else if (c == '"')
        inside_ = !inside_;
    }
  }
  bool inside() const noexcept { return inside_; }

 private:
  bool inside_ = false, escaped_ = false;
};

void append_escaped_json(std::string& out, std::string_view value) {
  std::string quoted;
  quote_text_to(quoted, value);
  out.append(quoted, 1, quoted.size() - 2);
}

void append_escaped_xml(std::string& out, std::string_view value) {
  for (const char c : value) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
}

void append_line(std::string& out, std::string_view value) {
  for (const char c : value) out += (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 127 ? ' ' : c;
}

bool is_json_scalar(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  const auto read = json::try_parse(text);
  return read && !read->is_string() && !read->is_structured();
}

}  // namespace

substitution substitution::compile(std::string_view text, substitution_form form) {
  substitution made;
  made.form_ = form;
  string_tracker json_text;
  std::size_t begin = 0;
  for (std::size_t at = 0; (at = text.find('$', at)) != std::string_view::npos;) {
    const std::size_t size = variable_size(text.substr(++at));
    if (size == 0) continue;
    const std::string_view before = text.substr(begin, at - 1 - begin);
    json_text.read(before);
    made.pieces_.push_back({std::string(before), false, false});
    made.pieces_.push_back({std::string(text.substr(at, size)), true, json_text.inside()});
    begin = at += size;
  }
  made.pieces_.push_back({std::string(text.substr(begin)), false, false});
  return made;
}

substitution substitution::variable(std::string_view name, substitution_form form) {
  substitution made;
  made.form_ = form;
  made.pieces_.push_back({std::string(name), true, false});
  return made;
}

substitution substitution::literal(std::string_view text) {
  substitution made;
  made.pieces_.push_back({std::string(text), false, false});
  return made;
}

bool substitution::is_variable(std::string_view name) noexcept {
  for (const std::string_view place :
       {"context.", "stageVariables.", "method.request.header.", "method.request.querystring.", "method.request.path."})
    if (name.starts_with(place) && name.size() > place.size()) return variable_size(name) == name.size();
  return false;
}

bool substitution::names(std::string_view variable) const noexcept {
  return std::ranges::any_of(pieces_, [&](const piece& one) { return one.is_variable && one.text == variable; });
}

// messageString is the message with its quotes, whatever it says.
void substitution::append_message_string(std::string& out, const piece& one, std::string_view value, bool found) const {
  if (form_ == substitution_form::json && one.in_string) return append_escaped_json(out, value);
  if (!found) {
    out += "null";
  } else if (form_ == substitution_form::xml) {
    out += '"';
    append_escaped_xml(out, value);
    out += '"';
  } else {
    quote_text_to(out, value);
  }
}

void substitution::append_value(std::string& out, const piece& one, std::string_view value, bool found) const {
  if (one.text == message_string) return append_message_string(out, one, value, found);
  switch (form_) {
    case substitution_form::plain: out += value; break;
    case substitution_form::xml: append_escaped_xml(out, value); break;
    case substitution_form::header: append_line(out, value); break;
    case substitution_form::json:
      if (one.in_string)
        append_escaped_json(out, value);
      else if (!found)
        out += "null";
      else if (is_json_scalar(value))
        out += value;
      else
        quote_text_to(out, value);
  }
}

bool substitution::append_to(std::string& out, const request_variables& seen) const {
  std::string value;
  bool found = true;
  for (const piece& one : pieces_) {
    if (!one.is_variable) {
      out += one.text;
      continue;
    }
    value.clear();
    found = seen.append(value, one.text);
    append_value(out, one, value, found);
  }
  return found || pieces_.size() > 1;
}

}  // namespace lamina::gateway
