#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/gateway/integration/json_cursor.h"

namespace lamina::gateway::internal {

using header_lines = std::vector<std::pair<std::string_view, std::string_view>>;

// What the readers of functions' results have in common: the members that mean the same in every format, and the first
// thing that is wrong. Views into the payload and `storage`, which gets what had to be unescaped.
class result_reader {
 public:
  result_reader(std::string_view payload, std::string& storage);

  json_cursor cursor;

  std::string_view text_of(const json_text& text);
  // Moves over null.
  bool take_null();
  // Remembers the first reason. Always false.
  bool fail(std::string why);
  const std::string& why() const noexcept { return why_; }

  // Each reads one value. null leaves what is there.
  bool read_status(int& status);  // 200 to 599, as a number or a numeric string; 200.0 is a 200
  bool read_text(std::string_view name, std::string_view& text);
  bool read_flag(std::string_view name,
                 bool& flag);  // null is false; "true", "True", "false" and "False" are taken too
  // One header value: a string, true, false or a number; null adds nothing.
  bool add_header(header_lines& lines, std::string_view name);
  // An object of such values; replaces `lines`.
  bool read_headers(header_lines& lines);

 private:
  std::string& storage_;
  std::string why_;
};

}  // namespace lamina::gateway::internal
