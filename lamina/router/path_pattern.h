#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"

namespace lamina {

// The parts of a path between its slashes, as they were sent (percent escapes and all). A slash at the end is no part:
// "/users/" and "/users" are the same. Views into `path`.
std::vector<std::string_view> split_path(std::string_view path);

// A route's path: "/users/{id}/files/{path+}". Letters outside braces match in either case; {id} takes one part,
// {path+}, at the end only, takes all that is left (one part or more). Parameters are percent-decoded.
class path_pattern {
 public:
  using parameters = std::vector<std::pair<std::string, std::string>>;

  // Throws error 500 for a pattern that cannot be (an open brace, a name missing or used twice, {tail+} in the middle):
  // a mistake in the program.
  explicit path_pattern(std::string_view text);

  // How many parts of `path` the pattern takes, its parameters appended to `found`; nothing when it does not match.
  // `whole`: it must take all of them. Error 400 when a parameter holds a broken escape or is not UTF-8.
  result<std::optional<std::size_t>> match(std::span<const std::string_view> path, bool whole, parameters& found) const;

 private:
  enum class kind { literal, parameter, tail };
  struct part {
    path_pattern::kind kind;
    std::string text;  // lower-case letters, or the parameter's name
  };
  bool matches_literals(std::span<const std::string_view> path) const;

  std::vector<part> parts_;
};

}  // namespace lamina
