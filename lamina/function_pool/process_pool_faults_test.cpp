// What happens to a request, and to the pool, when a function misbehaves.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "lamina/function_pool/internal/test_pool.h"
#include "lamina/net/descriptor_watch.h"

namespace lamina::function_pool {
namespace {

using namespace std::chrono_literals;

std::string exit_error(std::size_t number, std::string_view how) {
  return R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: )" + test_pool::id_of(number) +
         " Error: " + std::string(how) + "\"}";
}

TEST(process_pool_faults, a_handler_that_fails_is_a_function_error_with_its_document) {
  test_pool test({.max_instances = 1});
  EXPECT_EQ(test.answer_to("\"error\"").outcome, outcome::function_error);
  EXPECT_EQ(test.results[0].payload, R"({"errorMessage":"no","errorType":"Bad"})");
  EXPECT_EQ(test.answer_to("\"bare-error\"").payload, R"({"errorMessage":"","errorType":"Function.Bad"})");
  EXPECT_EQ(test.answer_to("1").outcome, outcome::success);
  EXPECT_EQ(test.pool->statistics().cold_starts, 1U);
  EXPECT_EQ(test.pool->statistics().errors, 2U);
}

TEST(process_pool_faults, an_empty_answer_is_null) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"nothing\"").payload, "null");
}

TEST(process_pool_faults, a_function_that_never_answers_is_killed_and_replaced) {
  test_pool test({.timeout = 1s});
  const std::string old = test.answer_to("\"pid\"").payload;
  const invocation_result& result = test.answer_to("\"never\"");
  EXPECT_EQ(result.outcome, outcome::function_error);
  EXPECT_EQ(
      result.payload,
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: request-1 Error: Task timed out after 1.00 seconds"})");
  EXPECT_NE(test.answer_to("\"pid\"").payload, old);
  test.wait_until([&] { return test.pool->statistics().instances == 1; });
  EXPECT_EQ(::kill(std::stoi(old), 0), -1);
}

TEST(process_pool_faults, the_log_says_that_a_function_took_too_long_or_ended) {
  test_pool test({.timeout = 1s});
  test.wants_log = true;
  const std::string slow = test.answer_to("\"never\"").log;
  EXPECT_NE(slow.find(" request-0 Task timed out after 1.00 seconds\nEND RequestId: request-0\nREPORT "),
            std::string::npos)
      << slow;
  EXPECT_TRUE(slow.ends_with("\tStatus: timeout\n")) << slow;
  EXPECT_TRUE(test.has_logged("Task timed out after 1.00 seconds"));
  const std::string ended = test.answer_to("\"exit 3\"").log;
  EXPECT_TRUE(ended.ends_with("\tStatus: error\tError Type: Runtime.ExitError\n")) << ended;
}

TEST(process_pool_faults, a_crash_fails_its_own_request_only) {
  test_pool test({.max_instances = 2, .max_queue = 100});
  const std::size_t broken = test.invoke("\"exit 3\"");
  for (int i = 0; i < 10; ++i) test.invoke("\"hello\"");
  test.wait_for_all();
  EXPECT_EQ(test.results[broken].payload, exit_error(broken, "Runtime exited with error: exit status 3"));
  EXPECT_EQ(std::ranges::count(test.results, outcome::success, &invocation_result::outcome), 10);
}

TEST(process_pool_faults, an_exit_says_how) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"exit 0\"").payload, exit_error(0, "Runtime exited without providing a reason"));
  EXPECT_EQ(test.answer_to("\"exit 127\"").payload, exit_error(1, "Runtime exited with error: exit status 127"));
  EXPECT_EQ(test.answer_to("\"abort\"").payload, exit_error(2, "Runtime exited with error: signal: aborted"));
  EXPECT_TRUE(test.has_logged("the process ended: signal: aborted"));
  EXPECT_EQ(test.pool->statistics().busy, 0U);
}

TEST(process_pool_faults, an_answer_before_the_exit_counts) {
  test_pool test;
  for (int i = 0; i < 20; ++i) {
    const invocation_result& result = test.answer_to("\"answer-exit\"");
    EXPECT_EQ(result.outcome, outcome::success);
    EXPECT_EQ(result.payload, "\"last words\"");
  }
  for (int i = 0; i < 5; ++i) EXPECT_EQ(test.answer_to("\"answer-exit 6000000\"").payload.size(), 6'000'000U);
}

TEST(process_pool_faults, an_instance_that_answers_and_never_polls_again_is_replaced) {
  test_pool test({.timeout = 200ms, .max_instances = 1});
  EXPECT_EQ(test.answer_to("\"answer-hang\"").payload, "\"done\"");
  EXPECT_EQ(test.answer_to("2").payload, "2");
  EXPECT_EQ(test.pool->statistics().cold_starts, 2U);
}

TEST(process_pool_faults, a_second_answer_is_refused_and_changes_nothing) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"twice\"").payload, "\"first\"");
  EXPECT_EQ(test.answer_to("1").payload, "1");
  EXPECT_TRUE(test.has_logged("second answer: 403"));
}

TEST(process_pool_faults, an_answer_for_another_request_is_refused) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"wrong-id\"").payload, "\"mine\"");
  EXPECT_EQ(test.answer_to("1").payload, "1");
  EXPECT_TRUE(test.has_logged("wrong id: 400"));
}

TEST(process_pool_faults, a_poll_without_an_answer_is_refused) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"early-poll\"").payload, "\"ok\"");
  EXPECT_EQ(test.answer_to("1").payload, "1");
  EXPECT_TRUE(test.has_logged("early poll: 403"));
}

TEST(process_pool_faults, garbage_on_the_port_harms_nobody_and_a_broken_document_is_handed_on) {
  test_pool test;
  const invocation_result& result = test.answer_to("\"garbage\"");
  EXPECT_EQ(result.outcome, outcome::success);
  EXPECT_EQ(result.payload, "{not json");
  EXPECT_EQ(test.answer_to("1").payload, "1");
  EXPECT_TRUE(test.has_logged("unknown path: 404"));
}

TEST(process_pool_faults, an_answer_over_the_limit_is_a_function_error) {
  test_pool test;
  EXPECT_EQ(test.answer_to("\"big 6291556\"").payload.size(), 6'291'556U);
  for (const char* event : {"\"big 6291557\"", "\"big 40000000\""}) {
    const invocation_result& result = test.answer_to(event);
    EXPECT_EQ(result.outcome, outcome::function_error);
    EXPECT_EQ(result.payload,
              R"({"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).",)"
              R"("errorType":"Function.ResponseSizeTooLarge"})");
    EXPECT_EQ(test.answer_to("1").payload, "1");
  }
}

TEST(process_pool_faults, a_flood_of_output_costs_only_its_own_request) {
  test_pool test({.timeout = 300ms, .max_output_per_second = 1 << 20});
  EXPECT_NE(test.answer_to("\"flood\"").payload.find("Sandbox.Timedout"), std::string::npos);
  std::size_t bytes = 0;
  for (const auto& line : test.log) bytes += line.text.size();
  EXPECT_GT(bytes, 1'000U);
  // The time from start to kill is a lower bound only; a pipe's worth more is read at the end.
  EXPECT_LT(bytes, 20U << 20);
  EXPECT_EQ(test.answer_to("1").payload, "1");
}

TEST(process_pool_faults, a_long_line_is_cut) {
  test_pool test({.max_line_bytes = 1'000});
  test.answer_to("\"long-line 2500\"");
  test.wait_until([&] { return test.log.size() == 3; });
  EXPECT_EQ(test.log[0].text, std::string(1'000, 'y'));
  EXPECT_EQ(test.log[2].text, std::string(500, 'y'));
}

TEST(process_pool_faults, what_a_function_forks_dies_with_it) {
  test_pool test;
  const pid_t child = std::stoi(test.answer_to("\"fork\"").payload);
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  ASSERT_GE(watch, 0);
  test.answer_to("\"exit 1\"");
  net::descriptor_watch ended(test.loop, watch);
  bool is_dead = false;
  ended.when_readable([&] { is_dead = true; });
  test.wait_until([&] { return is_dead; });
  ::close(watch);
}

TEST(process_pool_faults, more_memory_than_allowed_ends_it) {
  test_pool test({.timeout = 60s, .memory_bytes = 400 << 20});
  EXPECT_EQ(test.answer_to("\"memory 800000000\"").payload, exit_error(0, "Runtime exited with error: signal: killed"));
  EXPECT_TRUE(test.has_logged("its limit is 400 MB"));
  EXPECT_EQ(test.answer_to("1").payload, "1");
}

TEST(process_pool_faults, a_reported_init_error_is_the_answer) {
  test_pool test({}, {{"INIT", "error"}});
  const invocation_result& result = test.answer_to("1");
  EXPECT_EQ(result.outcome, outcome::function_error);
  EXPECT_EQ(result.payload, R"({"errorMessage":"cannot load","errorType":"Runtime.ImportModuleError"})");
}

TEST(process_pool_faults, an_exit_during_init_is_the_answer_to_all_that_wait) {
  test_pool test({.max_instances = 2}, {{"INIT", "exit"}, {"INIT_STATUS", "9"}});
  for (int i = 0; i < 50; ++i) test.invoke("1");
  test.wait_for_all();
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(test.results[i].outcome, outcome::function_error);
    EXPECT_EQ(test.results[i].payload, exit_error(i, "Runtime exited with error: exit status 9"));
  }
}

TEST(process_pool_faults, failing_starts_do_not_spin) {
  test_pool test({}, {{"INIT", "exit"}, {"INIT_STATUS", "9"}});
  const steady_time start = test.loop.now();
  for (int i = 0; i < 300; ++i) test.answer_to("1");
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(test.loop.now() - start);
  // At 0, 0, 100, 200, 400 ms ...: however slow the machine, no more than one per 100 ms and the first two.
  EXPECT_LE(test.pool->statistics().cold_starts, 2U + static_cast<std::uint64_t>(took.count()) / 100);
}

TEST(process_pool_faults, an_init_that_hangs_is_given_up) {
  test_pool test({.init_timeout = 100ms}, {{"INIT", "hang"}});
  EXPECT_EQ(
      test.answer_to("1").payload,
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: request-0 Error: Task timed out after 0.10 seconds"})");
}

TEST(process_pool_faults, a_slow_init_is_waited_for_and_does_not_count_as_time_of_the_invocation) {
  test_pool test({.timeout = 150ms, .max_instances = 1}, {{"INIT", "slow"}});
  for (int i = 0; i < 5; ++i) test.invoke("1");
  test.wait_for_all();
  EXPECT_EQ(std::ranges::count(test.results, outcome::success, &invocation_result::outcome), 5);
}

TEST(process_pool_faults, a_program_that_is_not_there_is_unavailable_and_named) {
  test_pool test({}, {}, "/no/such/bootstrap");
  const invocation_result& result = test.answer_to("1");
  EXPECT_EQ(result.outcome, outcome::unavailable);
  EXPECT_NE(result.payload.find("cannot start /no/such/bootstrap: execve: No such file or directory"),
            std::string::npos);
  EXPECT_EQ(test.answer_to("1").outcome, outcome::unavailable);
}

TEST(process_pool_faults, a_program_that_is_no_function_fails_its_init) {
  test_pool test({}, {}, "/bin/true");
  EXPECT_EQ(test.answer_to("1").payload, exit_error(0, "Runtime exited without providing a reason"));
}

}  // namespace
}  // namespace lamina::function_pool
