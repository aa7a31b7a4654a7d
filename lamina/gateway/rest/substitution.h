#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lamina::gateway {

// What a request shows to the templates of gateway responses. Names are written as in a template, without "$":
//   context.requestId, stageVariables.x, method.request.header.Accept, method.request.querystring.q,
//   method.request.path.petId
class request_variables {
 public:
  virtual ~request_variables() = default;
  // Appends the value; false, with nothing appended: there is none of that name.
  virtual bool append(std::string& out, std::string_view name) const = 0;
};

// What a text has to stay whatever is put into it. A JSON text stays valid: inside a string values are escaped, outside
// they are numbers, true, false, null or quoted, and null where there is none. XML: values are escaped. Header: one
// line. Nothing else is looked at: plain text.
enum class substitution_form : std::uint8_t { plain, json, xml, header };

// A text with variables of a request in it: no language, plain substitution, as API Gateway has it in its gateway
// responses. "$context.", "$stageVariables." and "$method.request." begin a variable; any other "$" is itself. What a
// request does not have is empty. Compiled once, read by any thread; values are untrusted.
class substitution {
 public:
  static substitution compile(std::string_view text, substitution_form form);
  // One variable and nothing else, as the headers of gateway responses name it: "context.requestId".
  static substitution variable(std::string_view name, substitution_form form);
  static substitution literal(std::string_view text);

  // Appends the text with its values. False: it is a single variable that the request does not have.
  bool append_to(std::string& out, const request_variables& seen) const;
  // Does it name that variable?
  bool names(std::string_view variable) const noexcept;

  // "context.x", "stageVariables.x", "method.request.header.x", ...querystring.x, ...path.x
  static bool is_variable(std::string_view name) noexcept;

 private:
  struct piece {
    std::string text;  // a variable's name, or what stands between two
    bool is_variable = false;
    bool in_string = false;  // of JSON
  };
  void append_message_string(std::string& out, const piece& one, std::string_view value, bool found) const;
  void append_value(std::string& out, const piece& one, std::string_view value, bool found) const;

  substitution_form form_ = substitution_form::plain;
  std::vector<piece> pieces_;
};

}  // namespace lamina::gateway
