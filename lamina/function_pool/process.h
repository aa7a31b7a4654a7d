#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lamina/base/result.h"

namespace lamina::function_pool {

// How a process ended.
struct exit_status {
  int code = 0;    // exit(code)
  int signal = 0;  // not 0: killed by this signal

  bool is_success() const noexcept { return code == 0 && signal == 0; }
  // "exit status 127", "signal: killed": as AWS Lambda words it.
  std::string text() const;
};

// A child process, alone in its own session and process group. It has only standard input (/dev/null) and one pipe that
// takes both standard output and standard error, so that their order is kept; no other descriptor of ours reaches it.
// All signals are at their defaults. If the thread that started it dies, the kernel kills it (PR_SET_PDEATHSIG); what
// it has forked in turn dies with its group when this object kills it, but is out of the kernel's reach if lamina
// itself is killed with SIGKILL.
//
// One thread at a time. Nobody else may reap children of this process (no SIGCHLD handler that waits for any child); if
// SIGCHLD is ignored, start() sets it to its default.
class process {
 public:
  struct options {
    std::vector<std::string> argv{};         // argv[0]: a path, or a name looked up in the PATH of `environment`
    std::string working_directory{};         // empty: ours
    std::vector<std::string> environment{};  // "NAME=value"; exactly this, nothing of ours
  };

  // The error says which step failed, for which program and why; a missing program is status 404.
  static result<process> start(const options& what);

  process(process&& other) noexcept;
  process& operator=(process&& other) noexcept;
  ~process();  // kills the group and waits for the process, if it has not been waited for

  pid_t id() const noexcept { return pid_; }
  // Readable once the process has ended. Owned by this object.
  int exit_descriptor() const noexcept { return pidfd_; }
  // The read end of the output pipe, non-blocking; the caller owns it from then on.
  int take_output() noexcept;

  // To the process and everything it has forked, unless that left the group.
  void signal_group(int number) const noexcept;
  // Nothing while the process runs. When it has ended, the rest of its group is killed.
  std::optional<exit_status> try_wait() noexcept;
  // SIGKILL to the group, then waits: the kernel ends it at once.
  exit_status kill_and_wait() noexcept;

  // Physical memory it uses now, shared pages included; 0 once it has ended.
  std::size_t resident_bytes() const noexcept;

 private:
  process(pid_t pid, int pidfd, int output) noexcept : pid_(pid), pidfd_(pidfd), output_(output) {}
  exit_status reaped(int wait_status) noexcept;

  pid_t pid_ = -1;
  int pidfd_ = -1;
  int output_ = -1;
  std::optional<exit_status> ended_;
};

// Where `name` is found: itself if it has a slash, else in the first directory of `path` that has an executable file of
// that name. Empty: nowhere.
std::string find_program(const std::string& name, std::string_view path);

}  // namespace lamina::function_pool
