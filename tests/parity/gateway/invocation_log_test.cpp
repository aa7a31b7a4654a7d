#include "tests/parity/gateway/invocation_log.h"

#include <gtest/gtest.h>

#include <thread>

namespace parity {
namespace {

using namespace std::chrono_literals;

invocation_log::predicate of(std::string function) {
  return [function = std::move(function)](const recorded_invocation& one) { return one.function == function; };
}

TEST(invocation_log, finds_the_first_wanted_one_behind_those_consumed) {
  invocation_log log;
  log.add("a", "1");
  log.add("b", "2");
  log.add("a", "3");
  EXPECT_EQ(log.wait_for(0, of("a"), 0ms), 0u);
  EXPECT_EQ(log.wait_for(1, of("a"), 0ms), 2u);
  EXPECT_EQ(log.all().at(2).event, "3");
}

TEST(invocation_log, says_when_none_comes) {
  invocation_log log;
  log.add("a", "1");
  EXPECT_EQ(log.wait_for(0, of("b"), 1ms), std::nullopt);
  EXPECT_EQ(log.wait_for(1, of("a"), 1ms), std::nullopt);
}

TEST(invocation_log, waits_for_one_that_comes_later) {
  invocation_log log;
  std::thread other([&] { log.add("a", "1"); });
  EXPECT_EQ(log.wait_for(0, of("a"), 10s), 0u);
  other.join();
}

}  // namespace
}  // namespace parity
