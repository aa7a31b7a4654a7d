#include "lamina/function_pool/process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace lamina::function_pool {
namespace {

class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() { reset(); }
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

bool make_pipe(descriptor& read_end, descriptor& write_end) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  read_end.reset(ends[0]);
  write_end.reset(ends[1]);
  return true;
}

// Everything the child needs, made before it exists: between vfork and exec nothing may allocate or lock.
struct plan {
  const char* program;
  char* const* argv;
  char* const* environment;
  const char* directory;  // null: stay
  int input, output, report;
  pid_t parent;
};

struct failure {
  const char* step;  // a literal: its address is the same in parent and child
  int reason;
};

[[noreturn]] void give_up(const plan& with, const char* step) noexcept {
  const failure what{step, errno};
  [[maybe_unused]] const ssize_t written = ::write(with.report, &what, sizeof what);
  ::_exit(127);
}

// What a function may open on AWS; the gateway itself runs with more.
void limit_descriptors() noexcept {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return;
  now.rlim_cur = std::min<rlim_t>(now.rlim_max, 1024);
  ::setrlimit(RLIMIT_NOFILE, &now);
}

// Runs in the child, on the parent's stack and memory, with all signals blocked.
[[noreturn]] void become(const plan& with) noexcept {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  if (::setsid() < 0) give_up(with, "setsid");
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(with, "prctl");
  if (::getppid() != with.parent) ::_exit(127);  // the parent died before the line above
  if (::dup2(with.input, STDIN_FILENO) < 0 || ::dup2(with.output, STDOUT_FILENO) < 0 ||
      ::dup2(with.output, STDERR_FILENO) < 0)
    give_up(with, "dup2");
  if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0) give_up(with, "close_range");
  if (with.directory && ::chdir(with.directory) != 0) give_up(with, "chdir");
  limit_descriptors();
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(with.program, with.argv, with.environment);
  give_up(with, "execve");
}

__attribute__((noinline)) pid_t start_child(const plan& with) noexcept {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::vfork();
  if (pid == 0) become(with);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return pid;
}

// Whoever started us may have left SIGCHLD ignored; the kernel would then reap children before we have looked at them.
void see_exits() noexcept {
  struct sigaction now {};
  if (::sigaction(SIGCHLD, nullptr, &now) == 0 && now.sa_handler == SIG_IGN) ::signal(SIGCHLD, SIG_DFL);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

std::string_view path_of(const std::vector<std::string>& environment) {
  for (const std::string& entry : environment)
    if (entry.starts_with("PATH=")) return std::string_view(entry).substr(5);
  return "/usr/local/bin:/usr/bin:/bin";
}

error failed(std::string_view step, const process::options& what, int reason) {
  std::string text = "cannot start " + what.argv.at(0);
  if (!what.working_directory.empty()) text += " in " + what.working_directory;
  text.append(": ").append(step).append(": ").append(std::strerror(reason));
  return error(reason == ENOENT || reason == EACCES ? 404 : 500, std::move(text));
}

}  // namespace

std::string exit_status::text() const {
  if (signal == 0) return "exit status " + std::to_string(code);
  // The names of Go's os package, which AWS prints.
  constexpr std::array<std::string_view, 16> names = {"",
                                                      "hangup",
                                                      "interrupt",
                                                      "quit",
                                                      "illegal instruction",
                                                      "trace/breakpoint trap",
                                                      "aborted",
                                                      "bus error",
                                                      "floating point exception",
                                                      "killed",
                                                      "user defined signal 1",
                                                      "segmentation fault",
                                                      "user defined signal 2",
                                                      "broken pipe",
                                                      "alarm clock",
                                                      "terminated"};
  const auto index = static_cast<std::size_t>(signal);
  if (index < names.size()) return "signal: " + std::string(names[index]);
  return "signal: signal " + std::to_string(signal);
}

std::string find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) return name;
  while (!name.empty() && !path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    std::string candidate(end == 0 ? "." : path.substr(0, end));
    candidate.append("/").append(name);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return {};
}

result<process> process::start(const options& what) {
  if (what.argv.empty()) return error(500, "cannot start a process: argv is empty");
  const std::string program = find_program(what.argv[0], path_of(what.environment));
  if (program.empty()) return failed("looked up in PATH", what, ENOENT);

  descriptor output, output_end, report, report_end, input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) return failed("/dev/null", what, errno);
  if (!make_pipe(output, output_end) || !make_pipe(report, report_end)) return failed("pipe", what, errno);
  ::fcntl(output.get(), F_SETFL, O_NONBLOCK);

  see_exits();
  const std::vector<char*> argv = pointers(what.argv);
  const std::vector<char*> environment = pointers(what.environment);
  const pid_t pid = start_child({.program = program.c_str(),
                                 .argv = argv.data(),
                                 .environment = environment.data(),
                                 .directory = what.working_directory.empty() ? nullptr : what.working_directory.c_str(),
                                 .input = input.get(),
                                 .output = output_end.get(),
                                 .report = report_end.get(),
                                 .parent = ::getpid()});
  if (pid < 0) return failed("vfork", what, errno);

  // From here the destructor kills and reaps it.
  process child(pid, static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U)), output.release());
  const int pidfd_error = errno;
  report_end.reset();
  failure reported{};
  if (::read(report.get(), &reported, sizeof reported) == static_cast<ssize_t>(sizeof reported))
    return failed(reported.step, what, reported.reason);
  if (child.pidfd_ < 0) return failed("pidfd_open", what, pidfd_error);
  return child;
}

process::process(process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::exchange(other.pidfd_, -1)),
      output_(std::exchange(other.output_, -1)),
      ended_(other.ended_) {}

process& process::operator=(process&& other) noexcept {
  process old(std::move(*this));
  pid_ = std::exchange(other.pid_, -1);
  pidfd_ = std::exchange(other.pidfd_, -1);
  output_ = std::exchange(other.output_, -1);
  ended_ = other.ended_;
  return *this;
}

process::~process() {
  if (pid_ > 0) kill_and_wait();
  if (pidfd_ >= 0) ::close(pidfd_);
  if (output_ >= 0) ::close(output_);
}

int process::take_output() noexcept { return std::exchange(output_, -1); }

void process::signal_group(int number) const noexcept {
  // Once reaped the number may belong to someone else.
  if (pid_ > 0 && !ended_) ::kill(-pid_, number);
}

exit_status process::reaped(int wait_status) noexcept {
  ended_.emplace();
  if (WIFSIGNALED(wait_status))
    ended_->signal = WTERMSIG(wait_status);
  else
    ended_->code = WEXITSTATUS(wait_status);
  return *ended_;
}

std::optional<exit_status> process::try_wait() noexcept {
  if (ended_ || pid_ <= 0) return ended_;
  // Looks before it reaps: the group's number is ours only as long as the zombie is there.
  siginfo_t state{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &state, WEXITED | WNOHANG | WNOWAIT) != 0)
    return reaped(0);  // somebody else has reaped it: its status is lost
  if (state.si_pid == 0) return std::nullopt;
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  return reaped(status);
}

exit_status process::kill_and_wait() noexcept {
  if (ended_) return *ended_;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);  // it may not have made its group yet
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  return reaped(status);
}

std::size_t process::resident_bytes() const noexcept {
  if (pid_ <= 0 || ended_) return 0;
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "/proc/%d/statm", static_cast<int>(pid_));
  const descriptor file(::open(path.data(), O_RDONLY | O_CLOEXEC));
  std::array<char, 128> text{};
  if (file.get() < 0 || ::read(file.get(), text.data(), text.size() - 1) <= 0) return 0;
  unsigned long total = 0;
  unsigned long resident = 0;
  if (std::sscanf(text.data(), "%lu %lu", &total, &resident) != 2) return 0;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace lamina::function_pool
