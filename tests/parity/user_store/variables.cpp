#include "tests/parity/user_store/variables.h"

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

}  // namespace parity_user_store
