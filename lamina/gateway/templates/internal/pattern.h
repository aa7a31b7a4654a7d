#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/templates/internal/value.h"

namespace lamina::gateway::templates {

// The regular expressions of one run, for String.matches(), split(), replaceAll() and replaceFirst(). PCRE2 with the
// steps it takes counted as steps of the run; an expression that is a text in disguise is searched for as a text.
class patterns {
 public:
  explicit patterns(arena& memory);
  ~patterns();

  // The error says what is wrong with the expression. Does it match the whole text?
  result<bool> matches(std::string_view text, std::string_view expression);
  // The pieces between matches, as Java splits: no empty ones at the end; `limit` as there.
  result<std::vector<std::string_view>> split(std::string_view text, std::string_view expression, std::int64_t limit);
  // `with` has "$1" for groups and a backslash before what is meant as it is.
  result<std::string> replace(std::string_view text, std::string_view expression, std::string_view with, bool all);

 private:
  struct compiled;
  struct span {
    std::size_t begin = 0, end = 0;
  };
  static void append_replacement(std::string& out, std::string_view text, std::string_view with,
                                 const std::vector<span>& found);
  result<compiled*> compile(std::string_view expression);
  // Of the first match from there on, the whole and its groups; empty: there is none.
  result<std::vector<span>> find(compiled& with, std::string_view text, std::size_t from, bool whole);

  arena& memory_;
  std::map<std::string, std::unique_ptr<compiled>, std::less<>> known_;
};

}  // namespace lamina::gateway::templates
