#include "lamina/cli/code_watch.h"

#include <gtest/gtest.h>

#include <future>

#include "lamina/testing/temporary_folder.h"

namespace lamina::cli {
namespace {

class code_watch_of : public ::testing::Test {
 protected:
  code_watch_of() {
    service_.directory = folder_.path().string();
    service_.functions.emplace_back();
    service_.functions[0].key = "api";
    service_.functions[0].runtime = "provided.al2023";
    folder_.write_program("bootstrap", "#!/bin/sh\n");
    processes_ = *function_processes::make(service_, {"api"}, {}, threads_, {}, warnings_);
    watch_ = *code_watch::start(*processes_, threads_, log_);
  }

  lamina::testing::temporary_folder folder_;
  config::service service_;
  std::vector<std::string> warnings_;
  bool is_told_ = false;  // on the loop's thread
  std::promise<void> changed_;
  logger log_{log_level::info, [this](std::string_view line) {
                if (line.find("the code has changed") == std::string_view::npos) return;
                if (!std::exchange(is_told_, true)) changed_.set_value();
              }};
  net::loop_threads threads_{1};
  std::unique_ptr<function_processes> processes_;
  std::unique_ptr<code_watch> watch_;
};

TEST_F(code_watch_of, a_service_sees_a_new_program) {
  folder_.write_program("bootstrap", "#!/bin/sh\nexit 1\n");
  changed_.get_future().wait();
}

TEST_F(code_watch_of, a_service_sees_a_file_in_a_new_folder) {
  folder_.write("src/handler.py", "");
  changed_.get_future().wait();
}

TEST(code_watch, looks_at_code_only) {
  for (const char* code : {"bootstrap", "api.js", "api.mjs", "api.py", "schema.json", "a.b.cjs"})
    EXPECT_TRUE(code_watch::is_code(code)) << code;
  for (const char* other : {"users.db", "users.db-wal", "api.log", "api.pyc", "api.js.map", "README", ".js.swp", ""})
    EXPECT_FALSE(code_watch::is_code(other)) << other;
}

}  // namespace
}  // namespace lamina::cli
