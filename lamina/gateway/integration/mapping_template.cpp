#include "lamina/gateway/integration/mapping_template.h"

namespace lamina::gateway {
namespace {

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

bool needs_vtl(std::string_view mapping_template) noexcept {
  for (std::size_t i = 0; i + 1 < mapping_template.size(); ++i) {
    const char c = mapping_template[i], next = mapping_template[i + 1];
    if (c == '$' && (is_letter(next) || next == '!' || next == '{')) return true;
    if (c == '#' && (is_letter(next) || next == '#' || next == '*' || next == '[' || next == '{')) return true;
  }
  return false;
}

std::string_view media_type(std::string_view header) noexcept {
  header = header.substr(0, header.find_first_of(";,"));
  while (header.starts_with(' ') || header.starts_with('\t')) header.remove_prefix(1);
  while (header.ends_with(' ') || header.ends_with('\t')) header.remove_suffix(1);
  return header;
}

}  // namespace lamina::gateway
