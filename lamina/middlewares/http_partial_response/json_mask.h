#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"

namespace lamina {

// A selection of fields as the npm package json-mask 2 reads it: `a,b`, `a/b`, `a(b,c)`, `*`, and `\` before a
// character that is meant literally. White space counts. Every text means something.
class json_mask {
 public:
  explicit json_mask(std::string_view selector);

  // The selected fields, in the order of the selector; lists are mapped over. Null when nothing is left of a list.
  // The answer lives in `storage`. Fails when a text is asked for its characters, which json-mask cannot do.
  result<json::value> apply(const json::value& document, json::storage_ptr storage = {}) const;

 private:
  struct field {
    std::string name{};
    bool is_wildcard = false;
    bool is_list = false;  // a(b): may be a list
    bool has_child = false;
    std::vector<field> fields{};  // empty: all of it
  };
  struct token;
  class compiler;
  class filter;

  std::vector<field> fields_;
};

}  // namespace lamina
