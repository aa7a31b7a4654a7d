#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/cli/function_processes.h"
#include "lamina/net/folder_watch.h"
#include "lamina/net/loop_threads.h"

namespace lamina::cli {

// Watches where the code of functions is; when it changes, the next requests get processes with the new one. Installed
// packages, virtual environments, data files and logs are not looked at.
class code_watch {
 public:
  // All must outlive it. The error says which folder cannot be watched.
  static result<std::unique_ptr<code_watch>> start(function_processes& functions, net::loop_threads& threads,
                                                   logger& log);
  ~code_watch();

  // Does a file of this name count?
  static bool is_code(std::string_view name) noexcept;

 private:
  explicit code_watch(net::event_loop& loop) : loop_(loop) {}

  net::event_loop& loop_;
  std::vector<std::unique_ptr<net::folder_watch>> folders_;  // on the loop's thread
};

}  // namespace lamina::cli
