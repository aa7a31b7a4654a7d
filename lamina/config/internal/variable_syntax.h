#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

// The grammar of ${...}: what is a variable, and what it is made of. Nothing is looked up here.
namespace lamina::config {

struct variable;

// Text with variables in it: pieces of text and variables by turns.
struct variable_text {
  std::vector<std::variant<std::string, variable>> parts;
  bool has_variables() const;
};

// source[(params)][:address]
struct variable_source {
  std::string type;                        // self, opt, file, ...
  std::unique_ptr<variable_text> params;   // null: none
  std::unique_ptr<variable_text> address;  // null: none
};

// ${first, second, 'literal'}: the first that gives something wins.
struct variable {
  // A source, a literal, or a whole variable in braces (the older ${self:a, ${opt:b}}).
  using alternative = std::variant<variable_source, json::value, std::unique_ptr<variable>>;
  std::vector<alternative> alternatives;
  std::string text;  // as written, for messages
};

// Splits text at its variables. `${Name}`, `${AWS::Region}` and the like are CloudFormation's and stay text; `\${` is a
// plain `${`. A variable that is not closed, a word without quotes as a fallback, or anything after a literal is an
// error.
result<variable_text> parse_variables(std::string_view text);

// May there be a variable in it? False is certain.
bool may_have_variables(std::string_view text);

}  // namespace lamina::config
