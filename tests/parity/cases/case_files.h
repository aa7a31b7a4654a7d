#pragma once

#include <filesystem>
#include <vector>

#include "lamina/json/json.h"

namespace lamina::parity {

// The *.json of a folder, by name. Throws std::exception when there is none, or no such folder.
std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder);

// The document in a file. Throws std::runtime_error that names the file when it cannot be read.
json::value read_json(const std::filesystem::path& file);

}  // namespace lamina::parity
