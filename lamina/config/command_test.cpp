#include "lamina/config/command.h"

#include <gtest/gtest.h>

#include "lamina/testing/temporary_folder.h"

namespace lamina::config {
namespace {

class command : public ::testing::Test {
 protected:
  command() {
    service_.directory = folder_.path().string();
    function_.key = "api";
    function_.runtime = "provided.al2023";
    function_.runtime_from = "function";
    function_.where = {"serverless.yml", 7, "functions.api"};
  }

  std::string make_program(std::string_view name) { return folder_.write_program(name, "#!/bin/sh\n").string(); }

  // A function of an interpreted language, its interpreter and our runtime for it.
  void interpret(const std::string& runtime, const std::string& handler) {
    function_.runtime = runtime;
    function_.handler = handler;
    make_program("bin/node");
    make_program("bin/python3");
    folder_.write("runtimes/nodejs/bootstrap.mjs", "");
    folder_.write("runtimes/python/bootstrap.py", "");
    places_ = {.artifacts = {}, .runtimes = path("runtimes"), .search_path = "/nowhere::" + path("bin")};
  }
  std::string path(std::string_view name) { return (folder_ / name).string(); }
  std::string folder_of_code() {
    const auto found = command_for(function_, service_, places_);
    return found ? found->working_directory : found.error().message;
  }

  lamina::testing::temporary_folder folder_;
  service service_;
  function function_;
  program_places places_;
};

TEST_F(command, bootstrap_lies_beside_the_file) {
  const std::string program = make_program("bootstrap");
  const auto found = command_for(function_, service_, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->argv, std::vector<std::string>{program});
  EXPECT_EQ(found->working_directory, folder_.path().string());
}

TEST_F(command, a_folder_of_the_functions_name_comes_first) {
  make_program("bootstrap");
  const std::string own = make_program("api/bootstrap");
  EXPECT_EQ(command_for(function_, service_, {})->argv.front(), own);
}

TEST_F(command, the_artifact_of_the_function_comes_before_both) {
  make_program("bootstrap");
  make_program("api/bootstrap");
  const std::string built = make_program("bin/api/bootstrap");
  for (const char* artifact : {"bin/api", "bin/api/api.zip", "./bin/api/"}) {
    function_.artifact = artifact;
    EXPECT_EQ(command_for(function_, service_, {})->argv.front(), built) << artifact;
  }
  EXPECT_NE(command_for(function_, service_, {.artifacts = folder_.path().string()})->argv.front(), built);
}

TEST_F(command, artifacts_replace_the_folder_of_the_file) {
  make_program("bootstrap");
  EXPECT_FALSE(command_for(function_, service_, {.artifacts = path("elsewhere")}));
}

TEST_F(command, what_cannot_be_run_is_said_with_its_place) {
  folder_.write("bootstrap", "not executable");
  const auto missing = command_for(function_, service_, {});
  ASSERT_FALSE(missing);
  EXPECT_TRUE(missing.error().message.starts_with("serverless.yml:7: functions.api: no program"))
      << missing.error().message;

  function_.runtime = "ruby3.2";
  EXPECT_EQ(command_for(function_, service_, {}).error().message,
            "serverless.yml:7: functions.api: runtime ruby3.2 cannot be run here; expected nodejs, python3, or "
            "provided.al2023 with a program named bootstrap");
  function_.image = "repository/image:1";
  EXPECT_NE(command_for(function_, service_, {}).error().message.find("container image"), std::string::npos);
}

TEST_F(command, nodejs_is_run_by_the_node_at_hand_with_our_bootstrap) {
  interpret("nodejs12.x", "src/api.handler");
  folder_.write("src/api.js", "");
  const auto found = command_for(function_, service_, places_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->argv, (std::vector<std::string>{path("bin/node"), path("runtimes/nodejs/bootstrap.mjs")}));
  EXPECT_EQ(found->working_directory, service_.directory);
  EXPECT_EQ(found->execution_environment, "AWS_Lambda_nodejs12.x");
  EXPECT_EQ(found->note, "nodejs12.x is the Node.js at hand, " + path("bin/node"));
}

TEST_F(command, a_function_without_a_runtime_is_nodejs) {
  interpret("", "api.handler");
  function_.runtime_from = "default";
  EXPECT_NE(folder_of_code().find("no runtime is given: nodejs, as the Serverless Framework has it"),
            std::string::npos);
  folder_.write("api.mjs", "");
  EXPECT_EQ(folder_of_code(), service_.directory);
}

TEST_F(command, handlers_of_nodejs_are_files_of_many_kinds) {
  for (const char* file : {"src/a", "src/a.js", "src/a.mjs", "src/a.cjs", "src/a/index.js"}) {
    lamina::testing::temporary_folder elsewhere;
    service_.directory = elsewhere.path().string();
    elsewhere.write(file, "");
    for (const char* handler : {"src/a.b", "src/a.b.c", "./src/a.b"}) {
      interpret("nodejs20.x", handler);
      EXPECT_EQ(folder_of_code(), service_.directory) << file << " " << handler;
    }
  }
}

TEST_F(command, what_a_bundler_left_comes_before_the_source) {
  interpret("nodejs20.x", "api.handler");
  folder_.write("api.js", "");
  for (const char* built : {".webpack/api", "dist", ".build", ".esbuild/.build", ".webpack/service"}) {
    folder_.write(std::string(built) + "/api.js", "");
    EXPECT_EQ(folder_of_code(), path(built));
  }
}

TEST_F(command, artifacts_say_where_code_is_too) {
  interpret("nodejs20.x", "api.handler");
  folder_.write("api.js", "");
  folder_.write("out/api.js", "");
  places_.artifacts = path("out");
  EXPECT_EQ(folder_of_code(), path("out"));
  folder_.write("out/api/api.js", "");
  EXPECT_EQ(folder_of_code(), path("out/api"));
}

TEST_F(command, what_an_interpreted_function_lacks_is_said) {
  interpret("nodejs20.x", "api.handler");
  EXPECT_NE(folder_of_code().find("handler api.handler: there is no file api.js (or .mjs, .cjs) in "),
            std::string::npos);
  folder_.write("api.ts", "");
  EXPECT_NE(folder_of_code().find("its TypeScript must be built first"), std::string::npos);
  folder_.write("api.js", "");
  places_.runtimes = path("gone");
  EXPECT_NE(folder_of_code().find("this installation of lamina is not whole"), std::string::npos);
  places_.search_path = path("gone");
  EXPECT_NE(folder_of_code().find("needs the program node, which is not in PATH"), std::string::npos);
  function_.runtime = "python3.11";
  EXPECT_NE(folder_of_code().find("needs the program python3, which is not in PATH"), std::string::npos);
}

TEST_F(command, python_is_the_virtual_environments_else_that_of_its_version_else_any) {
  interpret("python3.9", "src/api.handler");
  folder_.write("src/api.py", "");
  const auto python = [&] { return command_for(function_, service_, places_)->argv.front(); };
  EXPECT_EQ(python(), path("bin/python3"));
  make_program("bin/python3.9");
  EXPECT_EQ(python(), path("bin/python3.9"));
  make_program(".venv/bin/python");
  EXPECT_EQ(python(), path(".venv/bin/python"));
  EXPECT_EQ(command_for(function_, service_, places_)->execution_environment, "AWS_Lambda_python3.9");
}

TEST_F(command, modules_of_python_are_files_and_packages) {
  interpret("python3.11", "src.api.handler");
  EXPECT_NE(folder_of_code().find("there is no file src/api.py in "), std::string::npos);
  folder_.write("src/api/__init__.py", "");
  EXPECT_EQ(folder_of_code(), service_.directory);
}

}  // namespace
}  // namespace lamina::config
