#include "lamina/gateway/integration/media_type.h"

namespace lamina::gateway {

std::string_view media_type(std::string_view header) noexcept {
  header = header.substr(0, header.find_first_of(";,"));
  while (header.starts_with(' ') || header.starts_with('\t')) header.remove_prefix(1);
  while (header.ends_with(' ') || header.ends_with('\t')) header.remove_suffix(1);
  return header;
}

}  // namespace lamina::gateway
