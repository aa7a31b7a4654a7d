#include "lamina/events/ses_event.h"

#include <algorithm>

namespace lamina {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::string_view ses_record::header(std::string_view name) const noexcept {
  if (const json::array* headers = member("ses", "mail", "headers").if_array())
    for (const json::value& one : *headers)
      if (std::ranges::equal(json::find_string(one, "name"), name, {}, lower, lower))
        return json::find_string(one, "value");
  return {};
}

}  // namespace lamina
