#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::gateway {

inline constexpr std::size_t max_path_variables = 16;

// What a path and a method lead to. The values are views into the path, in the order of the template's variables.
struct route_match {
  std::uint32_t route = 0;  // as given to add()
  std::size_t value_count = 0;
  std::array<std::string_view, max_path_variables> values;
};

// The resources of an API as a tree of path segments (Amazon's rules): a literal segment beats {variable}, which
// beats {variable+}; a resource that lacks the method gives way to a less specific one that has it; an explicit method
// beats ANY; one trailing slash is ignored. Nothing is decoded. A match allocates nothing.
//
// Filled once, then read by any thread.
class route_table {
 public:
  route_table();
  ~route_table();
  route_table(route_table&&) noexcept;
  route_table& operator=(route_table&&) noexcept;

  // `path` is a template: "/", "/pets/{id}", "/files/{path+}"; `method` a method or ANY. The error says what is wrong
  // with them: no leading slash, an empty or half-braced segment, a greedy variable that is not last, too many
  // variables, or the same method and path twice.
  result<void> add(std::string_view method, std::string_view path, std::uint32_t route);

  // `path` begins with "/". False: no resource has that path and method.
  bool find(std::string_view method, std::string_view path, route_match& found) const;

  // The same by the rules of HTTP APIs: any route without a greedy variable beats those with one. Leading slashes count
  // as one.
  bool find_http(std::string_view method, std::string_view path, route_match& found) const;

 private:
  struct node;
  std::unique_ptr<node> root_;
};

// The names in a template, in order: {"id"} for "/pets/{id}".
std::vector<std::string> variable_names(std::string_view path);

}  // namespace lamina::gateway
