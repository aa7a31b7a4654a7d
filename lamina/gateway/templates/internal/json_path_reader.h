#pragma once

#include "lamina/gateway/templates/internal/json_path.h"

namespace lamina::gateway::templates {

// Reads the text of a path.
class json_path::reader {
 public:
  explicit reader(std::string_view text) : text_(text) {}
  result<json_path> read();

 private:
  bool at_end() const noexcept { return at_ == text_.size(); }
  char next() const noexcept { return at_end() ? '\0' : text_[at_]; }
  bool take(std::string_view what);
  void skip_spaces();
  lamina::error wrong(std::string_view expected) const;

  result<void> read_dotted(step& to);
  result<void> read_bracket(step& to);
  result<void> read_numbers(step& to);
  result<void> read_names(step& to);
  result<void> read_filter(step& to);
  result<condition> read_condition();
  result<operand> read_operand();
  result<std::string> read_quoted();
  std::string_view read_name();
  std::optional<std::int64_t> read_integer();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace lamina::gateway::templates
