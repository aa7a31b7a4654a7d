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

  lamina::testing::temporary_folder folder_;
  service service_;
  function function_;
};

TEST_F(command, bootstrap_lies_beside_the_file) {
  const std::string program = make_program("bootstrap");
  const auto found = command_for(function_, service_, "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->argv, std::vector<std::string>{program});
  EXPECT_EQ(found->working_directory, folder_.path().string());
}

TEST_F(command, a_folder_of_the_functions_name_comes_first) {
  make_program("bootstrap");
  const std::string own = make_program("api/bootstrap");
  EXPECT_EQ(command_for(function_, service_, "")->argv.front(), own);
}

TEST_F(command, the_artifact_of_the_function_comes_before_both) {
  make_program("bootstrap");
  make_program("api/bootstrap");
  const std::string built = make_program("bin/api/bootstrap");
  for (const char* artifact : {"bin/api", "bin/api/api.zip", "./bin/api/"}) {
    function_.artifact = artifact;
    EXPECT_EQ(command_for(function_, service_, "")->argv.front(), built) << artifact;
  }
  EXPECT_NE(command_for(function_, service_, folder_.path().string())->argv.front(), built);
}

TEST_F(command, artifacts_replace_the_folder_of_the_file) {
  make_program("bootstrap");
  EXPECT_FALSE(command_for(function_, service_, (folder_ / "elsewhere").string()));
}

TEST_F(command, what_cannot_be_run_is_said_with_its_place) {
  folder_.write("bootstrap", "not executable");
  const auto missing = command_for(function_, service_, "");
  ASSERT_FALSE(missing);
  EXPECT_TRUE(missing.error().message.starts_with("serverless.yml:7: functions.api: no program"))
      << missing.error().message;

  function_.runtime_from = "default";
  EXPECT_EQ(command_for(function_, service_, "").error().message,
            "serverless.yml:7: functions.api: no runtime is given, here or under provider; write runtime: "
            "provided.al2023 for a program named bootstrap");
  function_.runtime_from = "provider";
  function_.runtime = "nodejs20.x";
  EXPECT_NE(command_for(function_, service_, "").error().message.find("nodejs20.x"), std::string::npos);
  function_.image = "repository/image:1";
  EXPECT_NE(command_for(function_, service_, "").error().message.find("container image"), std::string::npos);
}

}  // namespace
}  // namespace lamina::config
