#include "tests/parity/user_store/served_command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace parity_user_store {

using namespace lamina;

result<void> served_command::start(const std::string& command, const std::map<std::string, std::string>& variables,
                                   const std::string& output_file) {
  const int output = ::open(output_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0) return error("cannot write " + output_file);
  for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);  // before any thread is started
  process_ = ::fork();
  if (process_ == 0) {
    ::setpgid(0, 0);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(output);
  if (process_ < 0) return error("cannot start " + command);
  ::setpgid(process_, process_);
  return {};
}

bool served_command::is_running() {
  if (process_ <= 0) return false;
  if (::waitpid(process_, nullptr, WNOHANG) == 0) return true;
  process_ = 0;
  return false;
}

void served_command::stop() {
  if (process_ <= 0) return;
  const pid_t group = process_;
  ::kill(-group, SIGTERM);
  for (int i = 0; i < 500 && is_running(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ::kill(-group, SIGKILL);  // children that outlived it, too
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

}  // namespace parity_user_store
