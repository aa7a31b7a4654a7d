#include "lamina/runtime/run.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lamina/runtime/internal/by_hand.h"
#include "lamina/runtime/internal/function_settings.h"
#include "lamina/runtime/internal/handler_set.h"
#include "lamina/runtime/internal/serve_function.h"
#include "lamina/runtime/log.h"

namespace lamina {
namespace {

// run() is not given main()'s arguments; the kernel has them.
std::vector<std::string> command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  std::vector<std::string> words;
  for (std::size_t start = 0; start < bytes.size();) {
    const std::size_t end = bytes.find('\0', start);
    words.push_back(bytes.substr(start, end - start));
    if (end == bytes.npos) break;
    start = end + 1;
  }
  return words;
}

int run_any(const std::vector<runtime::named_engine>& handlers) {
  const auto settings = runtime::function_settings::from_environment();
  if (settings.runtime_api.empty()) {
    std::vector<std::string> words = command_line();
    const std::string program = words.empty() ? "function" : words.front();
    if (!words.empty()) words.erase(words.begin());
    return runtime::run_by_hand(settings, handlers, program, words);
  }
  const auto ended = runtime::serve_function(settings, handlers);
  if (!ended) function_log().error(ended.error().message, {{"errorType", ended.error().name}});
  return ended ? 0 : 1;
}

}  // namespace

int run(engine only) {
  std::vector<runtime::named_engine> handlers;
  handlers.push_back({"", std::move(only)});
  return run_any(handlers);
}

int run(std::initializer_list<std::pair<std::string_view, engine>> handlers) {
  std::vector<runtime::named_engine> named;
  for (const auto& [name, handler] : handlers) named.push_back({std::string(name), handler});
  return run_any(named);
}

}  // namespace lamina
