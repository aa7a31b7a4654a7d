#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"

namespace lamina {

// Where in an event a value is, in the part of JMESPath that names things and computes nothing:
//
//   body.order.id                    members            headers."Idempotency-Key"   a name that is no identifier
//   Records[0].messageId             items; [-1]: last  @                           the whole event
//   [body.order.id, requestContext.identity.user]       several, as a list; also behind a dot: body.[a, b]
//
// A value. Made from text that the program's author wrote; reads any document.
class event_path {
 public:
  // "Invalid path 'a..b': a name is expected at 3"
  static result<event_path> parse(std::string_view text);

  // null when there is none, as in JMESPath; lists keep their length, with null in place of what is missing.
  json::value read(const json::value& event) const;

 private:
  friend class event_path_parser;
  struct part {
    enum class kind { member, item, list } what;
    std::string name{};
    std::int64_t index = 0;
    std::vector<event_path> several{};
  };
  std::vector<part> parts_;
};

}  // namespace lamina
