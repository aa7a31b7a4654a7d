#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/parity/cases/case_files.h"
#include "tests/parity/gateway/case_runner.h"
#include "tests/parity/gateway/fidelity_page.h"

namespace {

constexpr const char* usage =
    "usage: parity-gateway [--list-skipped] [--page FILE] DIR...\n"
    "runs every case of every DIR/*.json; --page writes what passed, and the source of each case, as Markdown\n";

// The value of `--page`, which is taken out; "" without it.
std::string take_page(std::vector<std::string>& arguments) {
  for (auto one = arguments.begin(); one != arguments.end(); ++one) {
    if (*one != "--page" || std::next(one) == arguments.end()) continue;
    std::string file = *std::next(one);
    arguments.erase(one, one + 2);
    return file;
  }
  return {};
}

}  // namespace

int main(int count, char** values) {
  std::vector<std::string> arguments(values + 1, values + count);
  const bool lists_skipped = std::erase(arguments, "--list-skipped") > 0;
  const std::string page_file = take_page(arguments);
  if (arguments.empty() || arguments[0].starts_with("--")) {
    std::fputs(usage, stderr);
    return 2;
  }
  lamina::parity::case_report report(lists_skipped);
  parity::fidelity_page page;
  try {
    for (const std::string& folder : arguments)
      for (const auto& file : lamina::parity::json_files(folder)) {
        const lamina::json::value cases = lamina::parity::read_json(file);
        for (const lamina::json::value& test : cases.as_array()) {
          const auto said = parity::run_case(test);
          report.add(lamina::json::find_string(test, "id"), said);
          page.add(file.stem().string(), test, said);
        }
      }
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "parity-gateway: %s\n", failure.what());
    return 2;
  }
  if (!page_file.empty() && !(std::ofstream(page_file) << page.text()).flush()) {
    std::fprintf(stderr, "parity-gateway: cannot write %s\n", page_file.c_str());
    return 2;
  }
  return report.finish();
}
