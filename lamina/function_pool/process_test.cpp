#include "lamina/function_pool/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace lamina::function_pool {
namespace {

constexpr int deadline = 60'000;  // ms; a busy machine may be slow

bool readable(int fd) {
  pollfd wanted{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&wanted, 1, deadline) == 1;
}

// All the output, until the last writer has gone.
std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (readable(fd)) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  ::close(fd);
  return text;
}

std::string read_line(int fd) {
  std::string text;
  char c = 0;
  while (readable(fd) && ::read(fd, &c, 1) == 1 && c != '\n') text += c;
  return text;
}

process::options shell(std::string script) { return {{"/bin/sh", "-c", std::move(script)}, "", {}}; }

TEST(process, output_of_both_streams_comes_in_order) {
  auto child = process::start(shell("echo one; echo two >&2; echo three"));
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_EQ(read_all(child->take_output()), "one\ntwo\nthree\n");
  EXPECT_TRUE(child->kill_and_wait().is_success());
}

TEST(process, the_environment_is_exactly_what_was_given) {
  auto child = process::start({{"env"}, "", {"PATH=/usr/bin:/bin", "A=1", "B=two words"}});
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_EQ(read_all(child->take_output()), "PATH=/usr/bin:/bin\nA=1\nB=two words\n");
}

TEST(process, it_runs_in_the_directory_it_was_given) {
  auto child = process::start({{"/bin/pwd"}, "/usr/lib", {}});
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_EQ(read_all(child->take_output()), "/usr/lib\n");
}

TEST(process, no_descriptor_of_ours_reaches_it) {
  // One that may be inherited, well above the three.
  const int leak = ::fcntl(STDIN_FILENO, F_DUPFD, 200);
  ASSERT_GE(leak, 200);
  auto child = process::start({{"ls", "-l", "/proc/self/fd"}, "", {"PATH=/usr/bin:/bin"}});
  ASSERT_TRUE(child) << child.error().message;
  const std::string listing = read_all(child->take_output());
  ::close(leak);
  // 0, 1, 2, and the directory that ls itself reads.
  EXPECT_NE(listing.find(" 0 -> /dev/null"), std::string::npos) << listing;
  EXPECT_NE(listing.find(" 1 -> pipe:"), std::string::npos) << listing;
  EXPECT_NE(listing.find(" 2 -> pipe:"), std::string::npos) << listing;
  EXPECT_EQ(std::ranges::count(listing, '\n'), 5) << listing;
}

TEST(process, it_may_open_as_many_files_as_on_aws_whatever_we_may) {
  rlimit ours{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &ours), 0);
  const rlimit before = std::exchange(ours, rlimit{ours.rlim_max, ours.rlim_max});
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &ours), 0);
  auto child = process::start(shell("ulimit -Sn"));
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_TRUE(child);
  EXPECT_EQ(read_all(child->take_output()), std::to_string(std::min<rlim_t>(1024, before.rlim_max)) + "\n");
}

TEST(process, ignored_and_blocked_signals_are_not_handed_on) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  sigset_t blocked;
  sigset_t old;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &old);
  auto child = process::start({{"grep", "-E", "SigBlk|SigIgn", "/proc/self/status"}, "", {"PATH=/usr/bin:/bin"}});
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_EQ(read_all(child->take_output()), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  ::signal(SIGPIPE, before);
}

TEST(process, an_exit_is_seen_on_the_descriptor_and_says_how) {
  auto child = process::start(shell("exit 7"));
  ASSERT_TRUE(child) << child.error().message;
  ASSERT_TRUE(readable(child->exit_descriptor()));
  const auto status = child->try_wait();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 7);
  EXPECT_EQ(status->text(), "exit status 7");
  EXPECT_EQ(child->try_wait()->code, 7);
  EXPECT_EQ(child->kill_and_wait().code, 7);
}

TEST(process, an_exit_is_seen_even_if_sigchld_was_ignored) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  auto child = process::start(shell("exit 7"));
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_TRUE(readable(child->exit_descriptor()));
  const auto status = child->try_wait();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 7);
  ::signal(SIGCHLD, before);
}

TEST(process, signals_have_the_names_aws_prints) {
  EXPECT_EQ((exit_status{.signal = SIGKILL}).text(), "signal: killed");
  EXPECT_EQ((exit_status{.signal = SIGSEGV}).text(), "signal: segmentation fault");
  EXPECT_EQ((exit_status{.signal = SIGABRT}).text(), "signal: aborted");
  EXPECT_EQ((exit_status{.signal = SIGTERM}).text(), "signal: terminated");
  EXPECT_EQ((exit_status{.signal = 40}).text(), "signal: signal 40");
}

TEST(process, its_forks_are_killed_with_it) {
  auto child = process::start(shell("sleep 1000 & echo started; wait"));
  ASSERT_TRUE(child) << child.error().message;
  const int output = child->take_output();
  EXPECT_EQ(read_line(output), "started");
  EXPECT_FALSE(child->try_wait());
  EXPECT_EQ(child->kill_and_wait().signal, SIGKILL);
  EXPECT_EQ(read_all(output), "");  // the end of the pipe: nobody holds it any more
}

TEST(process, forks_left_behind_by_an_exit_are_killed_when_it_is_reaped) {
  auto child = process::start(shell("sleep 1000 & exit 3"));
  ASSERT_TRUE(child) << child.error().message;
  ASSERT_TRUE(readable(child->exit_descriptor()));
  EXPECT_EQ(child->try_wait()->code, 3);
  EXPECT_EQ(read_all(child->take_output()), "");
}

TEST(process, dropping_it_leaves_no_zombie) {
  pid_t id = 0;
  {
    auto child = process::start(shell("sleep 1000"));
    ASSERT_TRUE(child) << child.error().message;
    id = child->id();
    EXPECT_EQ(::kill(id, 0), 0);
  }
  EXPECT_EQ(::waitpid(id, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(process, a_kill_of_the_parent_kills_it) {
  // The parent here is a child of ours that starts the process and is killed before it could clean up.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    auto child = process::start(shell("echo up; exec sleep 1000"));
    const pid_t id = child ? child->id() : -1;
    if (child) read_line(child->take_output());
    [[maybe_unused]] const auto written = ::write(ends[1], &id, sizeof id);
    for (;;) ::pause();
  }
  ::close(ends[1]);
  pid_t id = -1;
  ASSERT_TRUE(readable(ends[0]));
  ASSERT_EQ(::read(ends[0], &id, sizeof id), static_cast<ssize_t>(sizeof id));
  ASSERT_GT(id, 0);
  const int grandchild = static_cast<int>(::syscall(434 /* pidfd_open */, id, 0));
  ASSERT_GE(grandchild, 0);
  ::kill(parent, SIGKILL);
  EXPECT_TRUE(readable(grandchild)) << "still running";
  ::waitpid(parent, nullptr, 0);
  ::close(grandchild);
  ::close(ends[0]);
}

TEST(process, what_cannot_be_started_is_an_error_that_names_it) {
  const auto missing = process::start({{"/no/such/program"}, "/tmp", {}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().status_code, 404);
  EXPECT_EQ(missing.error().message, "cannot start /no/such/program in /tmp: execve: No such file or directory");
  const auto unknown = process::start({{"no-such-program"}, "", {"PATH=/usr/bin"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "cannot start no-such-program: looked up in PATH: No such file or directory");
  const auto nowhere = process::start({{"/bin/true"}, "/no/such/directory", {}});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().message, "cannot start /bin/true in /no/such/directory: chdir: No such file or directory");
  EXPECT_FALSE(process::start({{}, "", {}}));
}

TEST(process, failed_starts_leak_no_descriptor) {
  const auto open_now = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  const auto before = open_now();
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(process::start({{"/no/such/program"}, "", {}}));
  EXPECT_EQ(open_now(), before);
}

TEST(process, its_memory_can_be_read) {
  auto child = process::start(shell("echo up; sleep 1000"));
  ASSERT_TRUE(child) << child.error().message;
  const int output = child->take_output();
  EXPECT_EQ(read_line(output), "up");
  EXPECT_GT(child->resident_bytes(), 10'000U);
  child->kill_and_wait();
  EXPECT_EQ(child->resident_bytes(), 0U);
  ::close(output);
}

TEST(find_program, a_name_is_looked_up_and_a_path_is_kept) {
  EXPECT_EQ(find_program("sh", "/no/such:/bin"), "/bin/sh");
  EXPECT_EQ(find_program("./x", "/bin"), "./x");
  EXPECT_EQ(find_program("sh", "/no/such:"), "");
  EXPECT_EQ(find_program("", "/bin"), "");
}

}  // namespace
}  // namespace lamina::function_pool
