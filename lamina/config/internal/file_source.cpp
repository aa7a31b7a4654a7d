#include "lamina/config/internal/file_source.h"

#include <fstream>
#include <sstream>

#include "lamina/config/internal/yaml_reader.h"

namespace lamina::config {
namespace {

constexpr std::uintmax_t max_size = 16 << 20;

bool is_program(const std::string& extension) {
  return extension == ".js" || extension == ".cjs" || extension == ".mjs" || extension == ".ts";
}

}  // namespace

std::optional<std::string> read_text(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return std::nullopt;
  if (const auto size = std::filesystem::file_size(path, failure); failure || size > max_size) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

result<const document*> file_source::open(std::string_view name, std::string& missing) {
  const document* none = nullptr;
  if (!directory_) {
    missing = "no file " + std::string(name) + ": files are not read here";
    return none;
  }
  // A name of bytes that make no path (a NUL) simply is not there.
  const std::filesystem::path path = (*directory_ / std::filesystem::path(name)).lexically_normal();
  if (const auto known = opened_.find(path); known != opened_.end()) return &known->second;
  if (is_program(path.extension().string())) {
    missing = std::string(name) + " is a program; only .yml, .yaml, .json and text files are read";
    return none;
  }
  auto text = read_text(path);
  if (!text) {
    missing = "no file " + std::string(name) + " (tried " + path.string() + ")";
    return none;
  }
  auto read = parse(path, std::string(name), *std::move(text));
  if (!read) return read.error();
  return &opened_.emplace(path, *std::move(read)).first->second;
}

result<document> file_source::parse(const std::filesystem::path& path, std::string shown, std::string text) {
  const std::string extension = path.extension().string();
  if (extension == ".yml" || extension == ".yaml") return read_yaml(text, std::move(shown), warned_);
  document out;
  out.file = std::move(shown);
  if (extension != ".json" && extension != ".tfstate") {
    out.root = json::string(text);
    return out;
  }
  auto root = json::try_parse(text);
  if (!root) return error(out.file + ": not JSON: " + root.error().message);
  out.root = *std::move(root);
  return out;
}

}  // namespace lamina::config
