#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/config/internal/document.h"
#include "lamina/config/warning.h"

namespace lamina::config {

// The text of a file; nothing when it cannot be read, or is larger than 16 MB.
std::optional<std::string> read_text(const std::filesystem::path& path);

// The files that ${file(...)} names, each read once. Documents live as long as this does.
class file_source {
 public:
  // Paths are relative to `directory`; no directory: no file is there.
  file_source(std::optional<std::filesystem::path> directory, warnings& warned)
      : directory_(std::move(directory)), warned_(warned) {}

  // A null pointer: no such file, `missing` says where it was looked for. A file that cannot be parsed is an error.
  // .yml and .yaml are YAML, .json and .tfstate JSON; .js, .cjs, .mjs and .ts would have to be run: they count as
  // missing.
  result<const document*> open(std::string_view name, std::string& missing);

 private:
  result<document> parse(const std::filesystem::path& path, std::string shown, std::string text);

  std::optional<std::filesystem::path> directory_;
  warnings& warned_;
  std::map<std::filesystem::path, document> opened_;
};

}  // namespace lamina::config
