#pragma once

#include <sys/types.h>

#include <map>
#include <string>

#include "lamina/base/result.h"

namespace parity_user_store {

// A shell command that runs in the background, in a process group of its own, its output in a file. Stopped with its
// children by stop() or the destructor.
class served_command {
 public:
  served_command() = default;
  ~served_command() { stop(); }
  served_command(const served_command&) = delete;
  served_command& operator=(const served_command&) = delete;

  // The variables are added to the environment.
  lamina::result<void> start(const std::string& command, const std::map<std::string, std::string>& variables,
                             const std::string& output_file);
  bool is_running();
  // SIGTERM, and after five seconds SIGKILL.
  void stop();

 private:
  pid_t process_ = 0;
};

}  // namespace parity_user_store
