#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <vector>

#include "lamina/base/environment.h"
#include "tests/parity/cases/case_files.h"
#include "tests/parity/cases/case_report.h"
#include "tests/parity/user_store/live_app.h"
#include "tests/parity/user_store/transcript.h"

namespace parity_user_store {
namespace {

using namespace lamina;

constexpr const char* usage =
    "parity-user-store DIR URL [options]\n"
    "  DIR   the folder with transcript.json (parity/user-store)\n"
    "  URL   the api's base address without the stage, e.g. http://localhost:3000\n"
    "  --serve COMMAND   starts the app anew, with empty stores, for each group of steps. The command gets "
    "LAMINA_STORE and\n"
    "                    STORE_TYPE; without it the app must be running, with empty stores, and one group is run\n"
    "  --ready-file FILE the command writes its address there once it accepts requests; then URL can be left out\n"
    "  --store FILE      the SQLite file of the tables (with --serve: where to make it; else $LAMINA_STORE if that is "
    "set)\n"
    "  --store-type T    S3 (default) or DynamoDB\n"
    "  --stage NAME      the path prefix and part of the tables' names (default: dev)\n"
    "  --group NAME      only this group\n"
    "  --authorizer-marker TEXT   what a line of the app's output holds when the authorizer was called\n"
    "  --websocket-url URL   where WebSockets are opened and pushes reach them, e.g. ws://localhost:3001 (default: the "
    "api's\n"
    "                    address with the stage)\n"
    "  --list-skipped    each skipped step with its reason\n"
    "Steps on the table `subscription` speak of the original's items. The port keeps others; they are shown and "
    "written "
    "in\n"
    "the original's shape by a translation (tests/parity/user_store/subscription_table.h).\n";

struct arguments {
  std::string folder{}, url{};
  live_app_options app{};
  run_options run{};
  bool lists_skipped = false;
};

result<arguments> read_arguments(const std::vector<std::string>& given) {
  arguments read;
  std::vector<std::string> positional;
  const std::pair<std::string_view, std::string*> texts[] = {{"--serve", &read.app.command},
                                                             {"--ready-file", &read.app.ready_file},
                                                             {"--store", &read.app.store_file},
                                                             {"--store-type", &read.run.stores.store_type},
                                                             {"--stage", &read.app.stage},
                                                             {"--group", &read.run.group},
                                                             {"--websocket-url", &read.app.websocket_url},
                                                             {"--authorizer-marker", &read.app.authorizer_marker}};
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == "--list-skipped") {
      read.lists_skipped = true;
      continue;
    }
    if (!given[i].starts_with("--")) {
      positional.push_back(given[i]);
      continue;
    }
    std::string* value = nullptr;
    for (const auto& [name, target] : texts) value = given[i] == name ? target : value;
    if (!value || i + 1 == given.size()) return error("unknown option, or one without its value: " + given[i]);
    *value = given[++i];
  }
  const bool finds_address = !read.app.command.empty() && !read.app.ready_file.empty();
  if (finds_address && positional.size() == 1) positional.push_back("http://127.0.0.1");
  if (positional.size() != 2) return error("DIR and URL are needed");
  if (read.run.stores.store_type != "S3" && read.run.stores.store_type != "DynamoDB") {
    return error("--store-type: S3 or DynamoDB expected");
  }
  if (read.app.command.empty() && read.app.store_file.empty()) {
    read.app.store_file = environment_variable("LAMINA_STORE").value_or("");
  }
  if (!read.app.websocket_url.empty()) {
    if (auto parsed = parse_address(read.app.websocket_url); !parsed) return std::move(parsed).error();
  }
  read.folder = positional[0];
  auto address = parse_address(positional[1]);
  if (!address) return std::move(address).error();
  read.app.address = *std::move(address);
  read.app.store_type = read.run.stores.store_type;
  read.run.stores.prefix = "serverless-user-store-" + read.app.stage + "-";
  return read;
}

int run(arguments& given) {
  const json::value transcript = parity::read_json(std::filesystem::path(given.folder) / "transcript.json");
  std::filesystem::path folder;
  if (!given.app.command.empty() && given.app.store_file.empty()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "parity_user_store_XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    given.app.store_file = (folder / "store.db").string();
  }
  parity::case_report seen(given.lists_skipped);
  {
    live_app tested(given.app);
    const auto report = [&](const step_outcome& outcome) { seen.add(outcome.id, {outcome.what, outcome.why}); };
    run_transcript(transcript, tested, given.run, report).value();
  }
  if (!folder.empty() && !seen.has_failures()) std::filesystem::remove_all(folder);
  if (!folder.empty() && seen.has_failures())
    std::printf("the app's output: %s.output\n", given.app.store_file.c_str());
  return seen.finish();
}

}  // namespace
}  // namespace parity_user_store

int main(int argc, char** argv) {
  using namespace parity_user_store;
  auto given = read_arguments({argv + 1, argv + argc});
  if (!given) {
    std::fprintf(stderr, "%s\n%s", given.error().message.c_str(), usage);
    return 2;
  }
  try {
    return run(*given);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "parity-user-store: %s\n", failure.what());
    return 2;
  }
}
