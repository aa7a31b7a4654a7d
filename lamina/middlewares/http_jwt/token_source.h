#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lamina/json/json.h"

namespace lamina {

// Where requests carry their token, in the order in which the places are tried. None given: the Authorization header.
struct token_source {
  std::string cookie_name{};
  // "Authorization" (any case) must be "Bearer TOKEN"; any other header is the token itself.
  std::string header_name{};
  std::string query_string_name{};

  // The token of an HTTP event of any kind; nothing when no place has one. Header names are looked up as they are
  // given and in lower case.
  std::optional<std::string> read(const json::value& event) const;
};

}  // namespace lamina
