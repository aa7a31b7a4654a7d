#include "lamina/function_pool/process_pool.h"

#include <sys/wait.h>

#include <atomic>
#include <cerrno>
#include <set>
#include <thread>

#include "lamina/function_pool/internal/test_pool.h"

namespace lamina::function_pool {

std::string test_program() { return TEST_FUNCTION; }

namespace {

using namespace std::chrono_literals;

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

TEST(process_pool, a_request_starts_an_instance_and_gets_its_answer) {
  test_pool test;
  const invocation_result& result = test.answer_to(R"({"a":[1,2]})");
  EXPECT_EQ(result.outcome, outcome::success);
  EXPECT_EQ(result.payload, R"({"a":[1,2]})");
  EXPECT_EQ(test.pool->statistics().cold_starts, 1U);
}

TEST(process_pool, warm_instances_are_used_again_the_most_recent_first) {
  test_pool test({.max_instances = 3});
  for (int i = 0; i < 3; ++i) test.invoke("\"hello\"");
  const auto all_wait = [&] { return test.pool->statistics().idle == 3; };
  test.wait_until(all_wait);
  const std::string first = test.answer_to("\"pid\"").payload;
  for (int i = 0; i < 20; ++i) {
    test.wait_until(all_wait);
    EXPECT_EQ(test.answer_to("\"pid\"").payload, first);
  }
  EXPECT_EQ(test.pool->statistics().cold_starts, 3U);
}

TEST(process_pool, requests_one_after_the_other_need_one_instance) {
  test_pool test;
  for (int i = 0; i < 50; ++i) EXPECT_EQ(test.answer_to("\"hello\"").outcome, outcome::success);
  EXPECT_LT(test.pool->statistics().cold_starts, 10U);  // 1, if the machine is not very busy
}

TEST(process_pool, the_poll_is_answered_with_lambdas_headers) {
  test_pool test;
  const auto before = test.loop.wall_clock() + 6s;
  const std::string head = test.answer_to("\"head\"").payload;
  const auto has = [&](const std::string& text) { return head.find(text + "\\n") != std::string::npos; };
  EXPECT_TRUE(has("Lambda-Runtime-Aws-Request-Id: request-0")) << head;
  EXPECT_TRUE(has("Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:tested"))
      << head;
  EXPECT_TRUE(has("Lambda-Runtime-Trace-Id: Root=1-2-3")) << head;
  EXPECT_EQ(head.find("Client-Context"), std::string::npos) << head;
  const std::string name = "Lambda-Runtime-Deadline-Ms: ";
  const auto deadline = std::chrono::milliseconds(std::stoll(head.substr(head.find(name) + name.size())));
  EXPECT_GE(deadline, std::chrono::duration_cast<std::chrono::milliseconds>(before.time_since_epoch()));
  EXPECT_LE(deadline, before.time_since_epoch() + 60s);
}

TEST(process_pool, a_variable_can_be_added_before_the_first_request) {
  test_pool test({}, {{"TABLE", "users"}});
  test.pool->add_variable("TABLE", "others");
  test.pool->add_variable("MORE", "given");
  EXPECT_EQ(test.answer_to("\"env TABLE\"").payload, "\"users\"");
  EXPECT_EQ(test.answer_to("\"env MORE\"").payload, "\"given\"");
}

TEST(process_pool, the_environment_reaches_the_function) {
  test_pool test({}, {{"TABLE", "users"}});
  EXPECT_EQ(test.answer_to("\"env TABLE\"").payload, "\"users\"");
  EXPECT_EQ(test.answer_to("\"env AWS_LAMBDA_RUNTIME_API\"").payload.find("\"127.0.0.1:"), 0U);
  EXPECT_NE(test.answer_to("\"env AWS_LAMBDA_LOG_STREAM_NAME\"").payload.find("[$LATEST]"), std::string::npos);
  EXPECT_EQ(test.answer_to("\"env HOME\"").payload, "\"\"");
}

TEST(process_pool, big_events_and_answers_pass_whole) {
  test_pool test;
  const std::string event = '"' + std::string(6'000'000, 'e') + '"';
  EXPECT_EQ(test.answer_to(event).payload, event);
}

TEST(process_pool, a_streamed_response_is_gathered_into_a_document) {
  test_pool test;
  const invocation_result said = test.answer_to("\"stream\"");
  EXPECT_EQ(said.payload, R"({"statusCode":201,"isBase64Encoded":false,"body":"hi"})");
  EXPECT_EQ(said.form, payload_form::streamed_response);
}

TEST(process_pool, streamed_bytes_without_metadata_stay_as_they_are) {
  test_pool test;
  const invocation_result said = test.answer_to("\"stream-bytes\"");
  EXPECT_EQ(said.payload, "Hello, world!");
  EXPECT_EQ(said.form, payload_form::streamed_bytes);
  EXPECT_EQ(test.answer_to("\"print x\"").form, payload_form::json);
}

TEST(process_pool, a_burst_on_a_cold_function_is_answered_by_capped_instances) {
  test_pool test({.max_instances = 4, .max_queue = 1'000});
  std::size_t most = 0;
  for (int i = 0; i < 256; ++i) test.invoke("\"pid\"");
  test.wait_until([&] {
    most = std::max(most, static_cast<std::size_t>(test.pool->statistics().instances));
    return test.answered == 256;
  });
  std::set<std::string> processes;
  for (const invocation_result& result : test.results) {
    EXPECT_EQ(result.outcome, outcome::success);
    processes.insert(result.payload);
  }
  EXPECT_EQ(most, 4U);
  EXPECT_LE(processes.size(), 4U);
  EXPECT_EQ(test.pool->statistics().throttles, 0U);
}

TEST(process_pool, what_the_queue_cannot_hold_is_throttled) {
  test_pool test({.max_instances = 2, .max_queue = 10});
  for (int i = 0; i < 256; ++i) test.invoke("\"hello\"");
  test.wait_for_all();
  const auto throttled = std::ranges::count(test.results, outcome::throttled, &invocation_result::outcome);
  EXPECT_EQ(throttled, 256 - 12);  // two instances being started, ten that wait
  EXPECT_EQ(std::ranges::count(test.results, outcome::success, &invocation_result::outcome), 12);
  EXPECT_EQ(test.pool->statistics().throttles, 244U);
  EXPECT_EQ(test.pool->statistics().queued, 0U);
}

TEST(process_pool, no_instance_allowed_means_everything_is_throttled) {
  test_pool test({.max_instances = 0});
  EXPECT_EQ(test.answer_to("1").outcome, outcome::throttled);
  EXPECT_EQ(test.pool->statistics().instances, 0U);
}

TEST(process_pool, a_request_does_not_wait_for_ever) {
  test_pool test({.timeout = 60s, .max_instances = 1, .queue_timeout = 50ms});
  test.answer_to("1");
  test.invoke("\"never\"");
  EXPECT_EQ(test.answer_to("2").outcome, outcome::throttled);
}

TEST(process_pool, idle_instances_are_stopped) {
  test_pool test({.max_instances = 3, .idle_time = 50ms});
  for (int i = 0; i < 3; ++i) test.invoke("1");
  test.wait_for_all();
  test.wait_until([&] { return test.pool->statistics().instances == 0; });
  EXPECT_FALSE(has_children());
  EXPECT_EQ(test.answer_to("2").payload, "2");
}

TEST(process_pool, renewed_instances_end_when_they_have_answered) {
  test_pool test({.max_instances = 1});
  const std::string old = test.answer_to("\"pid\"").payload;
  test.wait_until([&] { return test.pool->statistics().idle == 1; });
  test.pool->renew();
  EXPECT_NE(test.answer_to("\"pid\"").payload, old);

  const std::size_t busy = test.invoke("\"pid\"");
  test.wait_until([&] { return test.pool->statistics().busy == 1; });
  test.pool->renew();
  const std::size_t next = test.invoke("\"pid\"");
  test.wait_for_all();
  EXPECT_EQ(test.results[busy].outcome, outcome::success);
  EXPECT_NE(test.results[busy].payload, test.results[next].payload);
}

TEST(process_pool, requests_from_other_threads_come_back_to_their_own_loop) {
  test_pool test;
  constexpr int count = 50;
  std::atomic<int> done = 0;
  const auto client = [&] {
    net::event_loop own;
    int answered = 0;
    for (int i = 0; i < count; ++i)
      test.pool->invoke({.event = std::to_string(i), .request_id = "r"}, own,
                        [&, i, thread = std::this_thread::get_id()](invocation_result result) {
                          EXPECT_EQ(std::this_thread::get_id(), thread);
                          EXPECT_EQ(result.payload, std::to_string(i));
                          ++answered;
                        });
    own.run_until([&] { return answered == count; });
    ++done;
  };
  std::thread one(client), two(client);
  test.wait_until([&] { return done == 2; });
  one.join();
  two.join();
}

TEST(process_pool, stopping_lets_every_accepted_request_finish) {
  test_pool test({.max_instances = 2});
  for (int i = 0; i < 20; ++i) test.invoke("\"hello\"");
  bool is_stopped = false;
  test.pool->stop([&] { is_stopped = true; });
  test.wait_until([&] { return is_stopped; });
  EXPECT_EQ(std::ranges::count(test.results, outcome::success, &invocation_result::outcome), 20);
  EXPECT_EQ(test.pool->statistics().instances, 0U);
  EXPECT_FALSE(has_children());
  EXPECT_EQ(test.answer_to("1").outcome, outcome::unavailable);
}

TEST(process_pool, an_instance_deaf_to_sigterm_is_killed_after_the_grace) {
  test_pool test({.stop_grace = 50ms}, {{"INIT", "deaf"}});
  test.answer_to("1");
  bool is_stopped = false;
  test.pool->stop([&] { is_stopped = true; });
  test.wait_until([&] { return is_stopped; });
  EXPECT_FALSE(has_children());
}

TEST(process_pool, dropping_it_kills_everything_and_answers_what_is_open) {
  test_pool test({.timeout = 60s, .max_instances = 2});
  test.invoke("\"never\"");
  test.invoke("\"never\"");
  test.invoke("\"waits\"");
  test.wait_until([&] { return test.pool->statistics().busy == 2; });
  test.pool.reset();
  EXPECT_FALSE(has_children());
  test.wait_for_all();
  for (const invocation_result& result : test.results) EXPECT_EQ(result.outcome, outcome::unavailable);
}

TEST(process_pool, each_invocation_can_be_framed_in_the_log) {
  test_pool test({.memory_bytes = 128 << 20, .report_lines = true});
  test.answer_to("\"print hello\"");
  ASSERT_EQ(test.log.size(), 4U);
  EXPECT_EQ(test.log[0].text, "START RequestId: request-0 Version: $LATEST");
  EXPECT_EQ(test.log[1].text, "hello");
  EXPECT_EQ(test.log[1].request_id, "request-0");
  EXPECT_EQ(test.log[1].from, log_line::source::function);
  EXPECT_EQ(test.log[2].text, "END RequestId: request-0");
  EXPECT_NE(test.log[3].text.find("Init Duration: "), std::string::npos) << test.log[3].text;
  EXPECT_NE(test.log[3].text.find("Memory Size: 128 MB"), std::string::npos) << test.log[3].text;
  test.answer_to("1");
  EXPECT_EQ(test.log.back().text.find("Init Duration: "), std::string::npos);
}

TEST(process_pool, the_end_of_its_log_comes_with_an_invocation_that_wants_it) {
  test_pool test({.timeout = std::chrono::milliseconds(500), .memory_bytes = 128 << 20});
  EXPECT_EQ(test.answer_to("\"print unasked\"").log, "");
  EXPECT_TRUE(test.has_logged("unasked"));
  test.wants_log = true;
  const std::string log = test.answer_to("\"print hello\"").log;
  EXPECT_TRUE(
      log.starts_with("START RequestId: request-1 Version: $LATEST\nhello\nEND RequestId: request-1\n"
                      "REPORT RequestId: request-1\tDuration: "))
      << log;
  EXPECT_TRUE(log.ends_with(" ms\t\n")) << log;
  EXPECT_FALSE(test.has_logged("START RequestId"));  // the log itself is framed only where the options say so
  EXPECT_NE(test.answer_to("\"exit 3\"").log.find("exit status 3"), std::string::npos);
  EXPECT_NE(test.answer_to("\"never\"").log.find("END RequestId: request-3"), std::string::npos);
  EXPECT_EQ(test.answer_to("\"long-line 9000\"").log.size(), 4096U);
}

}  // namespace
}  // namespace lamina::function_pool
