#include "lamina/cli/function_processes.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <latch>

#include "lamina/base/environment.h"
#include "lamina/function_pool/function_environment.h"

namespace lamina::cli {
namespace {

constexpr std::string_view local_account = "000000000000";

function_pool::pool_options options_of(const config::function& function, const config::service& service,
                                       const process_settings& settings) {
  function_pool::pool_options options;
  options.function_name = function.name;
  options.function_arn = fmt::format("arn:aws:lambda:{}:{}:function:{}", service.region, local_account, function.name);
  options.timeout = function.timeout;
  options.memory_bytes = static_cast<std::size_t>(function.memory_mb) << 20;
  options.max_instances =
      static_cast<std::size_t>(function.reserved_concurrency.value_or(static_cast<int>(settings.max_instances)));
  return options;
}

// Runtimes print a message of several lines as one, with \r between them.
std::string with_line_ends(std::string_view text) {
  std::string lines(text);
  std::ranges::replace(lines, '\r', '\n');
  return lines;
}

function_pool::environment_settings surroundings_of(const config::service& service, const process_settings& settings,
                                                    const config::command& command) {
  function_pool::environment_settings surroundings;
  surroundings.region = service.region;
  surroundings.task_root = command.working_directory;
  surroundings.execution_environment = command.execution_environment;
  surroundings.overrides = settings.credentials;
  // Lamina's own runtime then sends its answer and the next poll in one write: a fifth of the CPU time of a request.
  // Not the default of the runtime, because AWS does not promise to take it; others ignore the variable.
  surroundings.overrides["LAMINA_RUNTIME_PIPELINED"] = "1";
  return surroundings;
}

}  // namespace

config::program_places places_of(const std::string& artifacts) {
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return {.artifacts = artifacts,
          .runtimes = (program.parent_path().parent_path() / "share" / "lamina" / "runtimes").string(),
          .search_path = environment_variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin")};
}

std::map<std::string, std::string> credentials_of_environment() {
  std::map<std::string, std::string> found;
  for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
    if (auto value = environment_variable(name)) found.emplace(name, *std::move(value));
  return found;
}

result<std::unique_ptr<function_processes>> function_processes::make(
    const config::service& service, const std::set<std::string>& keys, const process_settings& settings,
    net::loop_threads& threads, const function_pool::log_sink& log, std::vector<std::string>& warnings,
    const std::set<std::string>& others) {
  std::unique_ptr<function_processes> made(new function_processes(threads));
  std::set<std::string> all = others;
  all.insert(keys.begin(), keys.end());
  for (const std::string& key : all) {  // in the order of pools_: the i-th pool is at home on the i-th loop
    const config::function* function = service.find_function(key);
    if (function == nullptr) return error("there is no function \"" + key + "\" in this service");
    auto command = config::command_for(*function, service, settings.programs);
    if (!command && keys.contains(key)) return command.error();
    if (!command) {
      warnings.push_back(command.error().message + "; no route needs it, and the Invoke API answers 502");
      continue;
    }
    if (!command->note.empty() && std::ranges::find(made->notes_, command->note) == made->notes_.end())
      made->notes_.push_back(command->note);
    made->code_folders_.insert(command->code_folder);
    auto environment =
        function_pool::make_function_environment(*function, surroundings_of(service, settings, *command));
    warnings.insert(warnings.end(), environment.warnings.begin(), environment.warnings.end());
    made->pools_[key] = std::make_shared<function_pool::process_pool>(
        threads[made->pools_.size()],
        function_pool::instance_command{std::move(command->argv), std::move(command->working_directory),
                                        std::move(environment.variables)},
        options_of(*function, service, settings), log);
  }
  return made;
}

function_processes::~function_processes() {
  stop();
  // A pool goes on its own loop.
  std::size_t i = 0;
  for (auto& entry : pools_) net::run_on(threads_[i++], [&pool = entry.second] { pool.reset(); });
}

std::shared_ptr<function_pool::function> function_processes::find(const std::string& key) const {
  const auto found = pools_.find(key);
  return found == pools_.end() ? nullptr : found->second;
}

void function_processes::add_variable(const config::service& service, const std::string& name,
                                      const std::string& value) {
  for (const auto& [key, pool] : pools_) {
    const config::function* function = service.find_function(key);
    if (function == nullptr || !function->environment.contains(name)) pool->add_variable(name, value);
  }
}

void function_processes::renew() {
  for (const auto& [key, pool] : pools_) pool->renew();
}

void function_processes::stop() {
  if (std::exchange(stopped_, true)) return;
  std::latch stopped(static_cast<std::ptrdiff_t>(pools_.size()));
  for (const auto& [key, pool] : pools_) pool->stop([&stopped] { stopped.count_down(); });
  stopped.wait();
}

function_pool::log_sink function_log(logger& log, bool for_people) {
  return [&log, for_people](const function_pool::log_line& line) {
    // What the pool says is that a process cannot be started, has died or was too slow.
    const bool is_trouble = line.from == function_pool::log_line::source::platform;
    const log_level level = is_trouble ? log_level::warn : log_level::info;
    if (!for_people) return log.write(level, line.text, {{"function", line.function}, {"requestId", line.request_id}});
    if (log.writes(level)) log.write_line(fmt::format("{} | {}", line.function, with_line_ends(line.text)));
  };
}

}  // namespace lamina::cli
