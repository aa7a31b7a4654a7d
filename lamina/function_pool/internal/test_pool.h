#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lamina/function_pool/process_pool.h"

// For the tests: a pool of the program in testdata, and a loop that runs until something has happened.
namespace lamina::function_pool {

// The path of that program, which only the tests' build knows.
std::string test_program();

struct test_pool {
  explicit test_pool(pool_options options = {}, std::map<std::string, std::string> environment = {},
                     std::string program = test_program()) {
    options.function_name = "tested";
    options.function_arn = "arn:aws:lambda:us-east-1:000000000000:function:tested";
    pool = std::make_unique<process_pool>(
        loop, instance_command{.argv = {std::move(program)}, .environment = std::move(environment)}, std::move(options),
        [this](const log_line& line) {
          log.push_back({std::string(line.text), std::string(line.request_id), line.from});
        });
  }

  // Its number; the result is in results[number] when finished(number).
  std::size_t invoke(std::string event) {
    const std::size_t number = results.size();
    results.emplace_back();
    is_finished.push_back(false);
    pool->invoke({.event = std::move(event),
                  .request_id = id_of(number),
                  .trace_id = "Root=1-2-3",
                  .client_context = "",
                  .wants_log = wants_log},
                 loop, [this, number](invocation_result result) {
                   EXPECT_FALSE(is_finished[number]) << "answered twice";
                   is_finished[number] = true;
                   results[number] = std::move(result);
                   ++answered;
                 });
    return number;
  }

  static std::string id_of(std::size_t number) { return "request-" + std::to_string(number); }

  const invocation_result& answer_to(std::string event) {
    const std::size_t number = invoke(std::move(event));
    wait_until([this, number] { return is_finished[number]; });
    return results[number];
  }

  void wait_for_all() {
    wait_until([this] { return answered == results.size(); });
  }

  template <class Predicate>
  void wait_until(Predicate done) {
    const steady_time give_up = loop.now() + std::chrono::seconds(60);
    tick();
    loop.run_until([&] { return done() || loop.now() > give_up; });
    ASSERT_TRUE(done()) << "nothing happened for a minute";
  }

  // What does not wake the loop by itself is looked at again.
  void tick() {
    if (std::exchange(is_ticking, true)) return;
    loop.call_after(std::chrono::milliseconds(10), [this] {
      is_ticking = false;
      tick();
    });
  }

  bool has_logged(std::string_view text) const {
    return std::ranges::any_of(log, [&](const auto& line) { return line.text.find(text) != std::string::npos; });
  }

  struct logged {
    std::string text, request_id;
    log_line::source from;
  };

  net::event_loop loop;
  std::vector<logged> log;
  std::vector<invocation_result> results;
  std::vector<bool> is_finished;
  std::size_t answered = 0;
  bool is_ticking = false;
  bool wants_log = false;  // of what is invoked from now on
  std::unique_ptr<process_pool> pool;
};

}  // namespace lamina::function_pool
