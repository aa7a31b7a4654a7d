#include "lamina/config/service.h"

#include <algorithm>

#include "lamina/config/warning.h"

namespace lamina::config {

std::string location::text() const {
  std::string out = file;
  if (line > 0) out += (out.empty() ? "line " : ":") + std::to_string(line);
  if (!key.empty()) out += (out.empty() ? "" : ": ") + key;
  return out;
}

std::string warning::message() const {
  const std::string place = where.text();
  return place.empty() ? text : place + ": " + text;
}

const function* service::find_function(std::string_view key) const noexcept {
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const function& one) { return one.key == key; });
  return found == functions.end() ? nullptr : &*found;
}

}  // namespace lamina::config
