#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lamina/json/schema/schema.h"

// json-schema-suite FOLDER: runs the required cases of the JSON Schema Test Suite. The folder holds draft7/,
// draft2020-12/ and remotes/, which schemas refer to as http://localhost:1234/. Prints every failing test, then
// "N passed, N failed".
namespace lamina::json {
namespace {

namespace fs = std::filesystem;
using documents = std::vector<std::pair<std::string, value>>;

struct tally {
  int passed = 0;
  int failed = 0;
};

value read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

// Shared remotes say no "$schema", so each draft sees its own folder and those.
documents remotes(const fs::path& folder, const std::string& draft) {
  documents all;
  for (const fs::path& file : json_files(folder)) {
    const std::string name = fs::relative(file, folder).generic_string();
    const bool of_other = name.starts_with("draft") && !name.starts_with(draft + "/");
    if (!of_other) all.emplace_back("http://localhost:1234/" + name, read(file));
  }
  return all;
}

void report(tally& count, bool good, const std::string& where, const value& test, const std::string& why) {
  ++(good ? count.passed : count.failed);
  if (good) return;
  std::printf("%s: %s: %s\n", where.c_str(), std::string(find_string(test, "description")).c_str(), why.c_str());
}

void run_group(tally& count, const value& group, const std::string& file, const schema_options& options) {
  const std::string where = file + ": " + std::string(find_string(group, "description"));
  const auto compiled = schema::compile(group.at("schema"), options);
  for (const value& test : group.at("tests").as_array()) {
    if (!compiled) {
      report(count, false, where, test, compiled.error().message);
      continue;
    }
    const bool expected = test.at("valid").as_bool();
    const bool quick = compiled->accepts(test.at("data"));
    const bool thorough = compiled->validate(test.at("data")).empty();
    report(count, quick == expected && thorough == expected, where, test,
           quick == thorough ? (expected ? "was refused" : "was accepted") : "accepts and validate disagree");
  }
}

int run(const fs::path& root) {
  tally count;
  for (const auto& [name, draft] : {std::pair("draft7", draft::draft7), std::pair("draft2020-12", draft::draft2020)}) {
    schema_options options;
    options.draft = draft;
    options.documents = remotes(root / "remotes", name);
    for (const fs::path& file : json_files(root / name)) {
      const value groups = read(file);
      for (const value& group : groups.as_array())
        run_group(count, group, fs::relative(file, root).generic_string(), options);
    }
  }
  std::printf("%d passed, %d failed\n", count.passed, count.failed);
  return count.failed == 0 && count.passed > 0 ? 0 : 1;
}

}  // namespace
}  // namespace lamina::json

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: json-schema-suite FOLDER\n", stderr);
    return 2;
  }
  try {
    return lamina::json::run(argv[1]);
  } catch (const std::exception& caught) {
    std::fprintf(stderr, "json-schema-suite: %s\n", caught.what());
    return 2;
  }
}
