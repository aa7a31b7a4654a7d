#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/templates/internal/value.h"

namespace lamina::gateway::templates {

// A JSONPath as API Gateway's $input reads it (Goessner's language, in the dialect of the Java library Jayway):
//   $.a.b  ['a']  ['a','b']  [0]  [-1]  [0,2]  [1:3]  .*  [*]  ..a  [?(@.a > 1 && @.b == 'x')]  [?(@.a)]  .length()
class json_path {
 public:
  // The error says where and what was expected.
  static result<json_path> compile(std::string_view text);

  // What it leads to: one value for a path that can lead to one only, unset if there is none; else a list of all.
  value find(const value& root, arena& memory) const;

 private:
  enum class kind : std::uint8_t { names, indices, slice, all, filter, size, min, max, sum, avg };
  enum class comparison : std::uint8_t { exists, equal, unequal, less, at_most, greater, at_least };
  struct operand {
    bool is_path = false, from_root = false;
    std::vector<std::string> path{};  // names below @ or $
    std::variant<std::monostate, bool, double, std::string> constant{};
  };
  struct condition {
    operand left{}, right{};
    comparison how = comparison::exists;
    bool is_negated = false;
  };
  struct step {
    kind what = kind::all;
    bool is_deep = false;  // ".."
    std::vector<std::string> names{};
    std::vector<std::int64_t> indices{};
    std::optional<std::int64_t> begin{}, end{};
    std::vector<std::vector<condition>> any_of{};  // each: all of these
  };
  class reader;
  class walk;
  bool is_definite() const noexcept;

  std::vector<step> steps_;
};

}  // namespace lamina::gateway::templates
