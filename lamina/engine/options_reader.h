#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/json/json.h"

namespace lamina {

// Reads a middleware's options as Middy spells them into an options struct. A target keeps its value when the key is
// absent. Options come from whoever builds the chain, so what is wrong throws at once: a lamina::error named TypeError
// with Middy's message and cause {"package": package}.
//
//   options_reader read(options, "@middy/http-cors");
//   read.text("origin", result.origin);
//   read.list("origins", result.origins);
//   read.finish();                       // "Unknown option 'x'" for whatever was not asked for
//
// Lives shorter than `options`.
class options_reader {
 public:
  options_reader(const json::object& options, std::string_view package);
  // "Option '' must be object" when it is none.
  options_reader(const json::value& options, std::string_view package);

  void boolean(std::string_view key, bool& target);
  void boolean(std::string_view key, std::optional<bool>& target);
  void text(std::string_view key, std::string& target);
  void text(std::string_view key, std::optional<std::string>& target);
  void list(std::string_view key, std::vector<std::string>& target);  // of texts
  void list(std::string_view key, std::optional<std::vector<std::string>>& target);
  void number(std::string_view key, double& target, double minimum = -std::numeric_limits<double>::infinity(),
              double maximum = std::numeric_limits<double>::infinity());
  void object(std::string_view key, json::object& target);
  // A text out of `allowed`.
  void choice(std::string_view key, std::string& target, std::initializer_list<std::string_view> allowed);

  template <std::integral Integer>
  void integer(std::string_view key, Integer& target, std::int64_t minimum = std::numeric_limits<Integer>::min(),
               std::int64_t maximum = greatest<Integer>) {
    if (const auto number = integer_in(key, minimum, maximum)) target = static_cast<Integer>(*number);
  }
  template <std::integral Integer>
  void integer(std::string_view key, std::optional<Integer>& target,
               std::int64_t minimum = std::numeric_limits<Integer>::min(), std::int64_t maximum = greatest<Integer>) {
    if (const auto number = integer_in(key, minimum, maximum)) target = static_cast<Integer>(*number);
  }

  // A reader of the object under that key, whose messages say "key.x"; finish() it too. Nothing when absent.
  std::optional<options_reader> nested(std::string_view key);
  // "Missing required option 'key'"
  void require(std::string_view key) const;

  // The raw value, for options of several types; null when absent. Counts as asked for.
  const json::value* value(std::string_view key);

  // "Option 'key' must be <what>"
  [[noreturn]] void refuse(std::string_view key, std::string_view what) const;
  // Throws when the options hold a key that nobody asked for.
  void finish() const;

 private:
  // The greatest that is both an Integer and an int64.
  template <std::integral Integer>
  static constexpr std::int64_t greatest = std::cmp_less(std::numeric_limits<std::int64_t>::max(),
                                                         std::numeric_limits<Integer>::max())
                                               ? std::numeric_limits<std::int64_t>::max()
                                               : static_cast<std::int64_t>(std::numeric_limits<Integer>::max());

  std::optional<std::int64_t> integer_in(std::string_view key, std::int64_t minimum, std::int64_t maximum);

  std::string path_of(std::string_view key) const { return prefix_ + std::string(key); }

  const json::object& options_;
  std::string package_;
  std::string prefix_;  // "outer." of a nested one
  std::vector<std::string_view> known_;
};

}  // namespace lamina
