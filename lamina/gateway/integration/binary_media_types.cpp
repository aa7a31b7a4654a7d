#include "lamina/gateway/integration/binary_media_types.h"

#include <algorithm>

#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

std::string_view trim(std::string_view text) noexcept {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

binary_media_types::binary_media_types(const std::vector<std::string>& types) {
  for (const std::string_view type : types) {
    if (type == "*/*")
      everything_ = true;
    else if (type.starts_with("*/") || type.find('/') == std::string_view::npos)
      continue;  // matches nothing
    else if (type.ends_with("/*"))
      families_.emplace_back(type.substr(0, type.size() - 1));
    else
      exact_.emplace_back(type);
  }
}

bool binary_media_types::has(std::string_view header) const noexcept {
  if (everything_) return true;
  if (exact_.empty() && families_.empty()) return false;
  const std::string_view type = trim(header.substr(0, header.find_first_of(",;")));
  return std::ranges::any_of(exact_,
                             [&](const std::string& known) { return http::equal_ignoring_case(known, type); }) ||
         std::ranges::any_of(families_, [&](const std::string& family) {
           return type.size() > family.size() && http::equal_ignoring_case(family, type.substr(0, family.size()));
         });
}

}  // namespace lamina::gateway
