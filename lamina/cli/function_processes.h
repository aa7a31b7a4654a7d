#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/result.h"
#include "lamina/config/command.h"
#include "lamina/config/service.h"
#include "lamina/function_pool/process_pool.h"
#include "lamina/net/loop_threads.h"

namespace lamina::cli {

struct process_settings {
  config::program_places programs{};
  unsigned max_instances = 10;
  // Variables that replace those of the Lambda environment: whose AWS credentials the functions work with.
  std::map<std::string, std::string> credentials{};
};

// From --artifacts, the installation that this program belongs to (../share/lamina/runtimes) and PATH.
config::program_places places_of(const std::string& artifacts);

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of this process, if it has them.
std::map<std::string, std::string> credentials_of_environment();

// The functions of a service as pools of processes, spread over the given loops: where a gateway on the same loops
// serves with one, a request needs no other thread.
class function_processes {
 public:
  // `keys`: which functions of the service; no process is started yet. The error names file, line and function of what
  // cannot be run here. `others` are served too where they can be run, and else left out with a warning. `log` gets
  // what the functions print; it and `threads` must outlive this object.
  static result<std::unique_ptr<function_processes>> make(const config::service& service,
                                                          const std::set<std::string>& keys,
                                                          const process_settings& settings, net::loop_threads& threads,
                                                          const function_pool::log_sink& log,
                                                          std::vector<std::string>& warnings,
                                                          const std::set<std::string>& others = {});
  // Stops what stop() has not: every process is gone when it returns. Nobody else may hold a pool by then.
  ~function_processes();

  std::shared_ptr<function_pool::function> find(const std::string& key) const;
  // Which interpreters stand in for AWS's, a line each.
  const std::vector<std::string>& notes() const noexcept { return notes_; }
  const std::map<std::string, std::shared_ptr<function_pool::process_pool>>& pools() const noexcept { return pools_; }

  // One more variable for every function, but those that set it themselves (be it to null). Before the first request.
  void add_variable(const config::service& service, const std::string& name, const std::string& value);

  // Where their code is: changed there, it is seen after renew().
  const std::set<std::string>& code_folders() const noexcept { return code_folders_; }
  // The processes there are end when they have answered; new ones take what comes next. Any thread.
  void renew();

  // Lets every invocation come to its end, then ends the processes. Blocks.
  void stop();

 private:
  explicit function_processes(net::loop_threads& threads) : threads_(threads) {}

  net::loop_threads& threads_;
  std::map<std::string, std::shared_ptr<function_pool::process_pool>> pools_;
  std::vector<std::string> notes_;
  std::set<std::string> code_folders_;
  bool stopped_ = false;
};

// Lines of functions, for people or as JSON.
function_pool::log_sink function_log(logger& log, bool for_people);

}  // namespace lamina::cli
