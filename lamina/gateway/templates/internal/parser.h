#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/gateway/templates/internal/syntax.h"

namespace lamina::gateway::templates {

// Reads the Velocity template language of version 1.7, the one that API Gateway's mapping templates are written in,
// white space as that version treats it. The error says line, column and what was expected.
result<syntax_tree> parse(std::string_view text);

// One text being read: a template, or a text in double quotes within it. After the first mistake everything ends.
class parser {
 public:
  parser(std::string_view text, syntax_tree& tree, place begin, std::size_t depth);

  // Up to the end of the text.
  std::optional<lamina::error> read_all(block& to);

 private:
  enum class end_of_block : std::uint8_t { none, end, else_branch, elseif_branch };

  // parser.cpp: text, comments, escapes
  end_of_block read_block(block& to);
  void read_hash(block& to);
  void read_backslashes(block& to);
  void read_dollar(block& to);
  void skip_comment();
  void flush(block& to);
  std::string_view word_after_hash(std::size_t& end) const;

  // parser_directives.cpp
  bool is_directive(std::string_view word) const;
  void read_directive(block& to, std::string_view word);
  void read_set(block& to);
  void read_if(block& to);
  void read_foreach(block& to);
  void read_define(block& to);
  void read_macro();
  void read_call(block& to, std::size_t macro);
  bool open_parenthesis(bool is_needed);
  void close_parenthesis();
  void eat_line_end();
  std::shared_ptr<const block> read_body(std::string_view opened_by);

  // parser_expressions.cpp
  expression read_expression();
  expression read_binary(int level);
  expression read_not();
  expression read_primary();
  expression read_quoted();
  expression read_number();
  expression read_list();
  expression read_map();
  bool take_word_or_sign(std::string_view word, std::string_view sign);

  // parser_references.cpp
  std::optional<reference> read_reference();
  void read_accesses(reference& to);
  bool read_index(reference& to);
  std::vector<expression> read_arguments();
  std::string_view read_identifier();
  std::size_t variable_of(std::string_view name, bool is_assigned);

  bool at_end() const noexcept { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool take(char c);
  void skip_spaces();
  place here() const;
  void fail(std::string_view expected);
  void fail_with(std::string text);
  void go_deeper();  // undone by --depth_; too deep is an error

  std::string_view text_;
  syntax_tree& tree_;
  place begin_;
  std::size_t depth_;
  std::size_t at_ = 0;
  std::string pending_;        // text that has been read and is no statement yet
  std::size_t run_begin_ = 0;  // where its last run of plain text begins
  end_of_block ended_by_ = end_of_block::none;
  std::optional<lamina::error> failed_;
};

}  // namespace lamina::gateway::templates
