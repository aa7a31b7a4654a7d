#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "lamina/gateway/templates/internal/methods.h"

// A template after it has been read: made once, at the start, then only looked at.
namespace lamina::gateway::templates {

struct expression;
struct reference;
struct block;

struct place {
  std::size_t line = 1, column = 1;
};

struct expression {
  enum class kind : std::uint8_t {
    text,
    integer,
    decimal,
    boolean,
    interpolated,  // "..$x.."
    reference,
    list,
    range,
    map,  // keys and values by turns
    not_,
    and_,
    or_,
    equal,
    unequal,
    less,
    at_most,
    greater,
    at_least,
    plus,
    minus,
    times,
    divided,
    modulo
  };
  kind what = kind::text;
  std::string text{};
  std::int64_t integer = 0;
  double decimal = 0;
  std::vector<expression> operands{};
  std::shared_ptr<const struct reference> referred{};
  std::shared_ptr<const block> body{};
};

// What follows a reference's name: .name, .name(..), [..]
struct access {
  enum class kind : std::uint8_t { property, call, index };
  kind what = kind::property;
  std::string name{};
  method called{};
  std::vector<expression> arguments{};
};

// $name.. , in a text or in an expression
struct reference {
  std::string source{};       // as written, with "$": printed when nothing is known of the name
  std::string backslashes{};  // before it
  std::size_t variable = 0;   // its place among the template's variables
  bool is_quiet = false;      // $!name
  place where{};
  std::vector<access> accesses{};
};

struct set_statement {
  reference to;
  expression from;
};

struct if_statement {
  struct branch {
    expression condition{};
    std::shared_ptr<const block> body{};
  };
  std::vector<branch> branches{};
  std::shared_ptr<const block> otherwise{};  // or null
};

struct foreach_statement {
  std::size_t variable = 0;
  expression over{};
  std::shared_ptr<const block> body{};
};

struct define_statement {
  std::size_t variable = 0;
  std::shared_ptr<const block> body{};
};

struct macro_call {
  std::size_t macro = 0;  // its place among the template's macros
  std::vector<expression> arguments{};
  place where{};
};

enum class jump : std::uint8_t { leave_loop, stop };

using statement = std::variant<std::string, reference, set_statement, if_statement, foreach_statement, define_statement,
                               macro_call, jump>;

struct block {
  std::vector<statement> statements{};
};

struct macro {
  std::string name{};
  std::vector<std::size_t> parameters{};  // variables
  std::shared_ptr<const block> body{};
};

// The variables that are there from the start have the first places.
enum fixed_variable : std::size_t {
  input_variable,
  context_variable,
  stage_variable,
  util_variable,
  loop_variable,   // $foreach
  count_variable,  // $velocityCount
  fixed_variables  // so many
};

struct syntax_tree {
  struct variable {
    std::string name{};
    bool is_known = false;  // the service has it, or something in the template gives it a value
  };
  std::vector<variable> variables{};
  std::vector<macro> macros{};
  block body{};
};

}  // namespace lamina::gateway::templates
