#include <cstdio>
#include <string>
#include <vector>

#include "tests/parity/cases/case_files.h"
#include "tests/parity/gateway/case_runner.h"

// parity-gateway [--list-skipped] DIR: runs every case of every DIR/*.json.
int main(int count, char** values) {
  std::vector<std::string> arguments(values + 1, values + count);
  const bool lists_skipped = std::erase(arguments, "--list-skipped") > 0;
  if (arguments.size() != 1) {
    std::fputs("usage: parity-gateway [--list-skipped] DIR\n", stderr);
    return 2;
  }
  lamina::parity::case_report report(lists_skipped);
  try {
    for (const auto& file : lamina::parity::json_files(arguments[0])) {
      const lamina::json::value cases = lamina::parity::read_json(file);
      for (const lamina::json::value& test : cases.as_array())
        report.add(lamina::json::find_string(test, "id"), parity::run_case(file.stem().string(), test));
    }
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "parity-gateway: %s\n", failure.what());
    return 2;
  }
  return report.finish();
}
