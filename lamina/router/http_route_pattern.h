#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lamina {

// The path of a route of http_router that has parameters: "/user/{id}", "/files/{proxy+}", "/report/{name}.csv". As
// Middy's, and unlike path_pattern: letters count in their case, and nothing is percent-decoded.
//
//   {name}    what is there, at least one character, up to the next slash; text may follow within the part
//   {name+}   all that is left, slashes too; may be empty. Only as the last part
//
// One slash at the end of a path does not count, except to {name+}, which keeps it.
class http_route_pattern {
 public:
  // Throws error "Invalid route path" for one that cannot be: a mistake in the program.
  explicit http_route_pattern(std::string_view path);

  // Does it take this path? `values` are then those of names(), as views of `path`; what they were before is lost.
  bool match(std::string_view path, std::vector<std::string_view>& values) const;
  const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  struct part {
    bool is_parameter;
    std::string text;  // all of a literal part; what follows a parameter
  };
  void add_part(std::string_view text, std::string_view path, bool is_last);

  std::vector<part> parts_;
  std::vector<std::string> names_;  // of the parameters, in order
  bool has_rest_ = false;           // {name+} at the end, which is no part
};

}  // namespace lamina
