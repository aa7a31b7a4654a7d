#include "lamina/cli/function_processes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "lamina/testing/temporary_folder.h"

namespace lamina::cli {
namespace {

class function_processes_of : public ::testing::Test {
 protected:
  function_processes_of() {
    service_.directory = folder_.path().string();
    config::function function;
    function.key = "api";
    function.name = "service-dev-api";
    function.runtime = "provided.al2023";
    function.runtime_from = "function";
    function.where = {"serverless.yml", 5, "functions.api"};
    service_.functions.push_back(function);
  }

  void make_bootstrap(const std::string& script) { folder_.write_program("bootstrap", "#!/bin/sh\n" + script); }

  function_pool::invocation_result invoke(function_pool::function& function) {
    net::event_loop loop;
    std::optional<function_pool::invocation_result> answer;
    function.invoke({"{}", "id-1", {}, {}}, loop, [&](function_pool::invocation_result got) { answer = got; });
    loop.run_until([&] { return answer.has_value(); });
    return *answer;
  }

  lamina::testing::temporary_folder folder_;
  config::service service_;
  net::loop_threads threads_{1};
  std::vector<std::string> warnings_;
};

TEST_F(function_processes_of, a_service_start_their_program_in_its_folder_and_log_what_it_prints) {
  make_bootstrap("echo \"in $(pwd) as $_HANDLER with $AWS_ACCESS_KEY_ID\"; exit 7\n");
  service_.functions[0].handler = "src/index.api";
  std::string printed;
  auto processes = *function_processes::make(
      service_, {"api"}, {.programs = {}, .credentials = {{"AWS_ACCESS_KEY_ID", "mine"}}}, threads_,
      [&](const function_pool::log_line& line) {
        if (line.from == function_pool::log_line::source::function) printed += line.text;
      },
      warnings_);
  const auto answer = invoke(*processes->find("api"));
  processes->stop();
  EXPECT_EQ(answer.outcome, function_pool::outcome::function_error);
  EXPECT_EQ(printed, "in " + std::filesystem::canonical(folder_.path()).string() + " as src/index.api with mine");
}

TEST_F(function_processes_of, a_service_get_one_more_variable_unless_they_set_it_themselves) {
  make_bootstrap("echo \"with $MORE;\"; exit 7\n");
  config::function own = service_.functions[0];
  own.key = "own";
  own.environment["MORE"] = "mine";
  config::function none = service_.functions[0];
  none.key = "none";
  none.environment["MORE"] = nullptr;
  service_.functions.insert(service_.functions.end(), {own, none});
  std::string printed;
  auto processes = *function_processes::make(
      service_, {"api", "own", "none"}, {}, threads_,
      [&](const function_pool::log_line& line) {
        if (line.from == function_pool::log_line::source::function) printed += line.text;
      },
      warnings_);
  processes->add_variable(service_, "MORE", "given");
  for (const char* key : {"api", "own", "none"}) invoke(*processes->find(key));
  processes->stop();
  EXPECT_EQ(printed, "with given;with mine;with ;");
}

TEST_F(function_processes_of, a_service_that_cannot_be_run_are_refused_with_their_place) {
  const auto made = function_processes::make(service_, {"api"}, {}, threads_, {}, warnings_);
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().message.starts_with("serverless.yml:5: functions.api")) << made.error().message;
  EXPECT_FALSE(function_processes::make(service_, {"other"}, {}, threads_, {}, warnings_));
}

TEST_F(function_processes_of, a_service_that_no_route_needs_are_left_out_with_a_warning_where_they_cannot_be_run) {
  make_bootstrap("exit 7\n");
  config::function node = service_.functions[0];
  node.key = "a_node";
  node.runtime = "nodejs20.x";
  config::function more = service_.functions[0];
  more.key = "more";
  service_.functions.insert(service_.functions.end(), {node, more});
  const auto made = function_processes::make(service_, {"api"}, {}, threads_, {}, warnings_, {"a_node", "api", "more"});
  ASSERT_TRUE(made);
  EXPECT_EQ((*made)->pools().size(), 2U);
  EXPECT_NE((*made)->find("more"), nullptr);
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_NE(warnings_[0].find("needs the program node"), std::string::npos);
}

TEST(function_log, is_a_line_for_people_or_json) {
  std::string text;
  logger log(log_level::info, [&text](std::string_view line) { text += line; });
  const function_pool::log_line line{.function = "api", .request_id = "r", .text = "hello"};
  function_log(log, true)(line);
  EXPECT_EQ(text, "api | hello\n");
  text.clear();
  function_log(log, true)({.function = "api", .request_id = "r", .text = "Error: so\r    at handler"});
  EXPECT_EQ(text, "api | Error: so\n    at handler\n");
  text.clear();
  function_log(log, false)(line);
  EXPECT_NE(text.find(R"("message":"hello","function":"api","requestId":"r")"), std::string::npos) << text;
}

TEST(function_log, what_a_function_prints_is_information_and_what_became_of_it_a_warning) {
  std::string text;
  logger log(log_level::warn, [&text](std::string_view line) { text += line; });
  const function_pool::log_line printed{.function = "api", .text = "hello"};
  const function_pool::log_line died{
      .function = "api", .text = "killed", .from = function_pool::log_line::source::platform};
  for (const bool for_people : {true, false}) function_log(log, for_people)(printed);
  EXPECT_EQ(text, "");
  function_log(log, true)(died);
  EXPECT_EQ(text, "api | killed\n");
  function_log(log, false)(died);
  EXPECT_NE(text.find(R"("level":"warn","message":"killed")"), std::string::npos) << text;
}

}  // namespace
}  // namespace lamina::cli
