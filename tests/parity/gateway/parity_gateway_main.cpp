#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/parity/gateway/case_runner.h"

// parity-gateway [--list-skipped] DIR: runs every case of every DIR/*.json.
namespace {

namespace fs = std::filesystem;
namespace json = lamina::json;

struct totals {
  int passed = 0, failed = 0, skipped = 0;
};

void run_group(const fs::path& file, bool list_skipped, totals& counted) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const json::value cases = json::parse(text.str());
  for (const json::value& test : cases.as_array()) {
    const auto verdict = parity::run_case(file.stem().string(), test);
    const std::string id(json::find_string(test, "id"));
    switch (verdict.what) {
      case parity::verdict::kind::passed: ++counted.passed; break;
      case parity::verdict::kind::failed:
        ++counted.failed;
        std::printf("FAILED %s: %s\n", id.c_str(), verdict.text.c_str());
        break;
      case parity::verdict::kind::skipped:
        ++counted.skipped;
        if (list_skipped) std::printf("skipped %s: %s\n", id.c_str(), verdict.text.c_str());
        break;
    }
  }
}

}  // namespace

int main(int count, char** values) {
  std::vector<std::string> arguments(values + 1, values + count);
  const bool list_skipped = std::erase(arguments, "--list-skipped") > 0;
  if (arguments.size() != 1 || !fs::is_directory(arguments[0])) {
    std::fputs("usage: parity-gateway [--list-skipped] DIR\n", stderr);
    return 2;
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(arguments[0]))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::ranges::sort(files);
  totals counted;
  try {
    for (const fs::path& file : files) run_group(file, list_skipped, counted);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 2;
  }
  std::printf("%d passed, %d failed, %d skipped\n", counted.passed, counted.failed, counted.skipped);
  return counted.failed == 0 && counted.passed > 0 ? 0 : 1;
}
