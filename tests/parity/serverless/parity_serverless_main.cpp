#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "lamina/config/serverless.h"
#include "tests/parity/cases/case_files.h"
#include "tests/parity/cases/case_report.h"
#include "tests/parity/serverless/expected_form.h"
#include "tests/parity/serverless/first_difference.h"

// parity-serverless [--list-skipped] DIR: loads the service of every folder of DIR that has an expected.json, and
// compares.
namespace {

namespace fs = std::filesystem;
namespace config = lamina::config;
namespace json = lamina::json;

std::map<std::string, std::string> texts(const json::object& inputs, std::string_view key) {
  std::map<std::string, std::string> out;
  if (const json::value* values = inputs.if_contains(key))
    for (const auto& one : values->as_object())
      out[one.key()] = one.value().is_string() ? std::string(one.value().get_string()) : json::serialize(one.value());
  return out;
}

json::object values(const json::object& inputs, std::string_view key) {
  const json::value* found = inputs.if_contains(key);
  return found ? found->as_object() : json::object();
}

config::load_options options_of(const json::object& expected) {
  const json::object inputs = values(expected, "inputs");
  config::load_options out;
  out.opt = texts(inputs, "opt");
  out.env = texts(inputs, "env");
  out.params = texts(inputs, "params");
  out.ssm = values(inputs, "ssm");
  out.cf = values(inputs, "cf");
  out.s3 = values(inputs, "s3");
  if (const json::value* account = inputs.if_contains("accountId")) out.account_id = account->as_string();
  return out;
}

lamina::parity::verdict run(const fs::path& folder) {
  using kind = lamina::parity::verdict::kind;
  try {
    const json::object expected = lamina::parity::read_json(folder / "expected.json").as_object();
    config::warnings warned;
    const json::value* named = expected.if_contains("serviceDir");
    const std::string directory = named ? std::string(named->as_string()) : ".";
    const auto loaded = config::load_serverless(folder / directory, options_of(expected), warned);
    if (!loaded) return {kind::failed, loaded.error().message};
    std::string found = lamina::parity::first_difference(expected, lamina::parity::expected_form(*loaded));
    return {found.empty() ? kind::passed : kind::failed, std::move(found)};
  } catch (const std::exception& caught) {
    return {kind::failed, std::string("not a case: ") + caught.what()};
  }
}

std::vector<fs::path> cases_in(const fs::path& directory) {
  std::vector<fs::path> out;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(directory, failure))
    if (fs::exists(entry.path() / "expected.json")) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool lists_skipped = std::erase(arguments, "--list-skipped") > 0;
  if (arguments.size() != 1) {
    std::fputs("usage: parity-serverless [--list-skipped] DIR\n", stderr);
    return 2;
  }
  lamina::parity::case_report report(lists_skipped);
  for (const fs::path& folder : cases_in(arguments[0])) report.add(folder.filename().string(), run(folder));
  return report.finish();
}
