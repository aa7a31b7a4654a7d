#include "tests/parity/cases/find_path.h"

#include <algorithm>
#include <charconv>

namespace lamina::parity {
namespace {

const json::value* find_member(const json::value& document, std::string_view name) {
  if (!document.is_array()) return json::find(document, name);
  std::size_t index = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), index);
  const bool is_there = read.ptr == name.data() + name.size() && index < document.as_array().size();
  return is_there ? &document.as_array()[index] : nullptr;
}

}  // namespace

const json::value* find_path(const json::value& document, std::string_view path) {
  const json::value* found = &document;
  while (found && !path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    found = find_member(*found, name);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return found;
}

}  // namespace lamina::parity
