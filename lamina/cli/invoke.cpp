#include <fmt/format.h>
#include <unistd.h>

#include "lamina/base/random.h"
#include "lamina/cli/commands.h"
#include "lamina/cli/function_processes.h"
#include "lamina/cli/terminal.h"

namespace lamina::cli {
namespace {

// The key a person meant: the key itself, or the deployed name.
const config::function* find(const config::service& service, const std::string& name) {
  for (const config::function& function : service.functions)
    if (function.key == name || function.name == name) return &function;
  return nullptr;
}

int unknown_function(const config::service& service, const std::string& name) {
  std::string known;
  for (const config::function& function : service.functions) known += (known.empty() ? "" : ", ") + function.key;
  print_error(fmt::format("error: there is no function \"{}\"; there are: {}", name, known));
  return 1;
}

function_pool::invocation_result invoke_once(function_pool::function& function, const std::string& event) {
  net::event_loop loop;
  std::optional<function_pool::invocation_result> answer;
  function.invoke({.event = event, .request_id = random_uuid(), .trace_id = {}, .client_context = {}}, loop,
                  [&answer](function_pool::invocation_result result) { answer = std::move(result); });
  loop.run_until([&answer] { return answer.has_value(); });
  return std::move(*answer);
}

}  // namespace

int invoke(const invoke_options& options) {
  const auto service = load(options.service);
  if (!service) return 1;
  const config::function* function = find(*service, options.function);
  if (function == nullptr) return unknown_function(*service, options.function);
  if (auto event = json::try_parse(options.event); !event) {
    print_error("error: the event is not JSON: " + event.error().message);
    return 1;
  }

  logger log = logger::to_stderr();
  const auto sink = options.show_log ? function_log(log, ::isatty(STDERR_FILENO) == 1) : function_pool::log_sink();
  std::vector<std::string> warnings;
  net::loop_threads threads(1);
  auto processes = function_processes::make(*service, {function->key},
                                            {places_of(options.service.artifacts), 1, credentials_of_environment()},
                                            threads, sink, warnings);
  for (const std::string& warning : warnings) print_error("warning: " + warning);
  if (!processes) {
    print_error("error: " + processes.error().message);
    return 1;
  }
  const auto answer = invoke_once(*(*processes)->find(function->key), options.event);
  print(answer.payload);
  return answer.outcome == function_pool::outcome::success ? 0 : 1;
}

}  // namespace lamina::cli
