#include "lamina/cli/stop_signals.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>

namespace lamina::cli {
namespace {

// Each in a process of its own: signals are the process's.
template <class Body>
void expect_done(Body body) {
  EXPECT_EXIT((body(), std::_Exit(7)), ::testing::ExitedWithCode(7), "");
}

void raise(int number) { ::kill(::getpid(), number); }

TEST(stop_signals, each_ends_the_wait) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP})
    expect_done([&] {
      const stop_signals signals(false);
      raise(number);
      signals.wait([] {}, [] { std::abort(); });
    });
}

TEST(stop_signals, hangups_are_for_reading_again_where_there_is_something) {
  expect_done([] {
    const stop_signals signals(true);
    int reloads = 0;
    raise(SIGHUP);
    signals.wait([] {}, [&] { ++reloads, raise(SIGTERM); });
    if (reloads != 1) std::abort();
  });
}

TEST(stop_signals, who_ignores_hangups_goes_on_doing_so) {
  expect_done([] {
    ::signal(SIGHUP, SIG_IGN);
    const stop_signals signals(false);
    raise(SIGHUP);
    raise(SIGINT);
    signals.wait([] {}, [] { std::abort(); });
    if (sigset_t waiting; sigpending(&waiting) != 0 || sigismember(&waiting, SIGHUP) == 1) std::abort();
  });
}

TEST(stop_signals, the_second_ends_the_program_but_a_hangup_does_not) {
  const auto stop_twice = [](int second) {
    const stop_signals signals(false);
    raise(SIGTERM);
    signals.wait([] {}, [] {});
    signals.stop_waiting();
    raise(second);
  };
  expect_done([&] { stop_twice(SIGHUP); });
  EXPECT_EXIT(stop_twice(SIGTERM), ::testing::KilledBySignal(SIGTERM), "");
}

TEST(stop_signals, a_second_one_ends_a_pause) {
  expect_done([] {
    const stop_signals signals(true);
    raise(SIGTERM);
    signals.wait_at_most(std::chrono::hours(1));
  });
}

}  // namespace
}  // namespace lamina::cli
