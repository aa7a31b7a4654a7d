#include "tests/parity/cases/case_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lamina::parity {

std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  if (files.empty()) throw std::runtime_error(folder.string() + ": no *.json in it");
  std::ranges::sort(files);
  return files;
}

json::value read_json(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  result<json::value> read = json::try_parse(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!read) throw std::runtime_error(file.string() + ": " + read.error().message);
  return *std::move(read);
}

}  // namespace lamina::parity
