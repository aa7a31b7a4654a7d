#include "lamina/config/internal/document.h"

namespace lamina::config {

location document::where(std::string_view path) const {
  std::string_view around = path;
  while (true) {
    if (const auto found = lines.find(around); found != lines.end()) return {file, found->second, std::string(path)};
    if (around.empty()) return {file, 0, std::string(path)};
    const std::size_t cut = around.find_last_of(".[");
    around = around.substr(0, cut == std::string_view::npos ? 0 : cut);
  }
}

std::string member_path(std::string_view path, std::string_view key) {
  std::string out(path);
  if (!out.empty()) out += '.';
  return out.append(key);
}

std::string item_path(std::string_view path, std::size_t index) {
  return std::string(path) + '[' + std::to_string(index) + ']';
}

}  // namespace lamina::config
