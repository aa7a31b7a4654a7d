// parity-middy: runs the recorded cases of a folder against the engine and the shipped middlewares.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "chain_case.h"

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

json::array read_cases(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  result<json::value> cases = json::try_parse(text.str());
  if (!cases) throw std::runtime_error(file.string() + ": " + cases.error().message);
  if (!cases->is_array()) throw std::runtime_error(file.string() + ": a list of cases is expected");
  return std::move(cases->get_array());
}

std::vector<std::filesystem::path> files_of(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::ranges::sort(files);
  if (files.empty()) throw std::runtime_error(folder + ": no *.json in it");
  return files;
}

verdict run_case(const json::value& one) {
  try {
    return json::find(one, "call") ? run_call_case(one) : run_chain_case(one);
  } catch (const std::exception& failure) {
    return {verdict::kind::failed, std::string("the runner failed: ") + failure.what()};
  }
}

struct counts {
  int passed = 0, failed = 0, skipped = 0;
};

void run_file(const std::filesystem::path& file, const arguments& asked, counts& total) {
  for (const json::value& one : read_cases(file)) {
    const std::string id(json::find_string(one, "id"));
    if (id.find(asked.only) == std::string::npos) continue;
    const verdict said = run_case(one);
    switch (said.kind) {
      case verdict::kind::passed: ++total.passed; break;
      case verdict::kind::failed:
        ++total.failed;
        std::cout << "FAILED " << id << "\n  " << said.detail << "\n";
        break;
      case verdict::kind::skipped:
        ++total.skipped;
        if (asked.list_skipped) std::cout << "skipped " << id << ": " << said.detail << "\n";
        break;
    }
  }
}

int run(const arguments& asked) {
  counts total;
  for (const auto& file : files_of(asked.folder)) run_file(file, asked, total);
  std::cout << total.passed << " passed, " << total.failed << " failed, " << total.skipped << " skipped\n";
  return total.failed == 0 ? 0 : 1;
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
