// parity-middy: runs the recorded cases of a folder against the engine and the shipped middlewares.

#include <iostream>
#include <string>

#include "chain_case.h"
#include "tests/parity/cases/case_files.h"

namespace lamina::parity {
namespace {

constexpr const char* usage =
    "usage: parity-middy DIR [--list-skipped] [--only TEXT]\n"
    "Runs every case of DIR/*.json. --list-skipped names what is skipped, and why; --only runs the cases whose id\n"
    "contains TEXT.\n";

struct arguments {
  std::string folder;
  std::string only;
  bool list_skipped = false;
};

bool read_arguments(int count, char** given, arguments& read) {
  for (int i = 1; i < count; ++i) {
    const std::string argument = given[i];
    if (argument == "--list-skipped")
      read.list_skipped = true;
    else if (argument == "--only" && i + 1 < count)
      read.only = given[++i];
    else if (argument.starts_with("-") || !read.folder.empty())
      return false;
    else
      read.folder = argument;
  }
  return !read.folder.empty();
}

verdict run_case(const json::value& one) {
  try {
    return json::find(one, "call") ? run_call_case(one) : run_chain_case(one);
  } catch (const std::exception& failure) {
    return {verdict::kind::failed, std::string("the runner failed: ") + failure.what()};
  }
}

int run(const arguments& asked) {
  case_report report(asked.list_skipped);
  for (const auto& file : json_files(asked.folder)) {
    const json::value cases = read_json(file);
    for (const json::value& one : cases.as_array()) {
      const std::string id(json::find_string(one, "id"));
      if (id.find(asked.only) != std::string::npos) report.add(id, run_case(one));
    }
  }
  return report.finish();
}

}  // namespace
}  // namespace lamina::parity

int main(int count, char** given) {
  lamina::parity::arguments asked;
  if (!lamina::parity::read_arguments(count, given, asked)) {
    std::cerr << lamina::parity::usage;
    return 2;
  }
  try {
    return lamina::parity::run(asked);
  } catch (const std::exception& failure) {
    std::cerr << "parity-middy: " << failure.what() << "\n";
    return 2;
  }
}
