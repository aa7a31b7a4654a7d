#include "tests/parity/user_store/variables.h"

#include <charconv>

namespace parity_user_store {
namespace {

using namespace lamina;

result<std::string> substitute_text(std::string_view text, const variables& known) {
  std::string out;
  for (;;) {
    const std::size_t start = text.find("${");
    const std::size_t end = start == text.npos ? start : text.find('}', start);
    if (end == text.npos) return out.append(text);
    const std::string name(text.substr(start + 2, end - start - 2));
    const auto found = known.find(name);
    if (found == known.end()) return error(name);
    out.append(text.substr(0, start)).append(found->second);
    text.remove_prefix(end + 1);
  }
}

const json::value* find_member(const json::value& document, std::string_view name) {
  if (!document.is_array()) return json::find(document, name);
  std::size_t index = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), index);
  const bool is_there = read.ptr == name.data() + name.size() && index < document.as_array().size();
  return is_there ? &document.as_array()[index] : nullptr;
}

}  // namespace

result<json::value> substitute(const json::value& text, const variables& known) {
  if (text.is_string()) {
    auto replaced = substitute_text(text.as_string(), known);
    if (!replaced) return std::move(replaced).error();
    return json::value(*replaced);
  }
  json::value copy = text;
  if (copy.is_array()) {
    for (auto& member : copy.as_array()) {
      auto replaced = substitute(member, known);
      if (!replaced) return replaced;
      member = *std::move(replaced);
    }
  } else if (copy.is_object()) {
    for (auto& [name, member] : copy.as_object()) {
      auto replaced = substitute(member, known);
      if (!replaced) return replaced;
      member = *std::move(replaced);
    }
  }
  return copy;
}

const json::value* find_path(const json::value& document, std::string_view path) {
  const json::value* found = &document;
  while (found && !path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    found = find_member(*found, name);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return found;
}

}  // namespace parity_user_store
