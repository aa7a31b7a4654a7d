#include "lamina/cli/code_watch.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

namespace lamina::cli {
namespace {

const std::set<std::string> left_out = {"node_modules", ".git",        ".lamina",       ".serverless", ".venv",
                                        "venv",         "__pycache__", ".pytest_cache", "coverage",    "testdata"};

// Without those that lie in another.
std::vector<std::filesystem::path> outermost(const std::set<std::string>& folders) {
  std::vector<std::filesystem::path> all;
  for (const std::string& folder : folders)  // in order: an outer one comes before what is in it
    if (all.empty() || !folder.starts_with((all.back() / "").string())) all.emplace_back(folder);
  return all;
}

}  // namespace

result<std::unique_ptr<code_watch>> code_watch::start(function_processes& functions, net::loop_threads& threads,
                                                      logger& log) {
  std::unique_ptr<code_watch> made(new code_watch(threads[0]));
  const auto changed = [&functions, &log] {
    log.info("the code has changed: new processes take the next requests");
    functions.renew();
  };
  result<void> done;
  net::run_on(threads[0], [&] {
    for (const auto& folder : outermost(functions.code_folders())) {
      auto watch = net::folder_watch::start(threads[0], folder, {.left_out = left_out, .matters = is_code}, changed);
      if (!watch) return void(done = watch.error());
      made->folders_.push_back(*std::move(watch));
    }
  });
  if (!done) return done.error();
  return made;
}

bool code_watch::is_code(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 12> endings = {".js", ".mjs", ".cjs",  ".json",    ".node", ".wasm",
                                                               ".py", ".so",  ".html", ".graphql", ".yml",  ".yaml"};
  const auto dot = name.rfind('.');
  return name == "bootstrap" ||
         (dot != std::string_view::npos && std::ranges::find(endings, name.substr(dot)) != endings.end());
}

code_watch::~code_watch() {
  net::run_on(loop_, [this] { folders_.clear(); });
}

}  // namespace lamina::cli
