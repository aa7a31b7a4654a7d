#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lamina::gateway::templates {

// What templates may call: methods of Java's String, List, Map, Map.Entry and numbers, and those of $input and $util.
enum class method : std::uint8_t {
  add,
  add_all,
  base64_decode,
  base64_encode,
  boolean_value,
  char_at,
  clear,
  compare_to,
  concat,
  contains,
  contains_key,
  contains_value,
  double_value,
  ends_with,
  entry_set,
  equals,
  equals_ignore_case,
  escape_java_script,
  get,
  get_key,
  get_or_default,
  get_value,
  index_of,
  int_value,
  is_blank,
  is_empty,
  json,
  key_set,
  last_index_of,
  length,
  long_value,
  matches,
  params,
  parse_boolean,
  parse_double,
  parse_int,
  parse_json,
  parse_long,
  path,
  put,
  put_all,
  put_if_absent,
  remove,
  replace,
  replace_all,
  replace_first,
  set,
  size,
  split,
  starts_with,
  sub_list,
  substring,
  to_lower_case,
  to_string,
  to_upper_case,
  trim,
  url_decode,
  url_encode,
  value_of,
  values,
};

// Nothing: templates have no method of that name.
std::optional<method> find_method(std::string_view name) noexcept;

}  // namespace lamina::gateway::templates
