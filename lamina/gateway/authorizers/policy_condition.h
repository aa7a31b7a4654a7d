#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/gateway/authorizers/ip_range.h"
#include "lamina/gateway/authorizers/policy_facts.h"
#include "lamina/json/json.h"

namespace lamina::gateway {

// Does `text` fit a pattern of IAM: "*" stands for any characters, "/" included, "?" for one? Time is bounded by the
// product of the lengths.
bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept;

// A string or a list of strings, appended; false for anything else.
bool read_texts(const json::value* from, std::vector<std::string>& out);

// One line of a Condition: an operator, a key, and the values any of which will do.
//   {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "::1"]}}
//
// As IAM judges it (IAM user guide, "Condition operators"): what the request does not have fulfils the negative
// operators and those with ...IfExists, and no other; ForAllValues: and ForAnyValue: are understood.
class policy_condition {
 public:
  // Appends the lines of the block. The error says what in it cannot be judged: an operator that is none, a value that
  // is no number, date, address or boolean where one is needed, a policy variable.
  static result<void> read(const json::value& block, std::vector<policy_condition>& out);

  bool holds(const policy_facts& facts) const;
  condition_key key() const noexcept { return key_; }

 private:
  enum class kind : std::uint8_t { equal, equal_ignoring_case, like, arn_like, boolean, number, date, address, null };
  enum class order : std::uint8_t { equal, less, less_equal, greater, greater_equal };
  struct operation;
  static const operation* find_operation(std::string_view name) noexcept;

  result<void> read_operator(std::string_view name);
  result<void> read_value(const json::value& value);
  bool fits(const policy_facts& facts, std::string_view text) const;
  bool fits_number(double value) const noexcept;
  bool fits_text(std::string_view text) const;

  kind kind_ = kind::equal;
  order order_ = order::equal;
  bool is_negative_ = false, if_exists_ = false, for_all_ = false, for_any_ = false;
  condition_key key_ = condition_key::absent;
  std::vector<std::string> texts_{};
  std::vector<double> numbers_{};  // dates in seconds since 1970
  std::vector<ip_range> ranges_{};
};

}  // namespace lamina::gateway
