#include "lamina/function_pool/function_environment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lamina::function_pool {
namespace {

config::function user_function() {
  config::function made;
  made.key = "api";
  made.name = "shop-dev-api";
  made.handler = "src/api.handler";
  made.memory_mb = 512;
  made.where = {.file = "serverless.yml", .line = 12, .key = "functions.api"};
  return made;
}

TEST(function_environment, every_recorded_name_is_there) {
  const auto variables = make_function_environment(user_function(), {}).variables;
  for (const char* name : {"_HANDLER",
                           "AWS_REGION",
                           "AWS_DEFAULT_REGION",
                           "AWS_LAMBDA_FUNCTION_NAME",
                           "AWS_LAMBDA_FUNCTION_VERSION",
                           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                           "AWS_LAMBDA_LOG_GROUP_NAME",
                           "AWS_LAMBDA_INITIALIZATION_TYPE",
                           "AWS_ACCESS_KEY_ID",
                           "AWS_SECRET_ACCESS_KEY",
                           "AWS_SESSION_TOKEN",
                           "AWS_XRAY_CONTEXT_MISSING",
                           "AWS_XRAY_DAEMON_ADDRESS",
                           "_AWS_XRAY_DAEMON_ADDRESS",
                           "_AWS_XRAY_DAEMON_PORT",
                           "LAMBDA_TASK_ROOT",
                           "LAMBDA_RUNTIME_DIR",
                           "LANG",
                           "TZ",
                           "PATH",
                           "LD_LIBRARY_PATH"})
    EXPECT_TRUE(variables.contains(name)) << name;
  EXPECT_EQ(variables.at("_HANDLER"), "src/api.handler");
  EXPECT_EQ(variables.at("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), "512");
  EXPECT_EQ(variables.at("AWS_LAMBDA_LOG_GROUP_NAME"), "/aws/lambda/shop-dev-api");
  EXPECT_EQ(variables.at("TZ"), ":UTC");
  EXPECT_FALSE(variables.contains("AWS_EXECUTION_ENV"));
}

TEST(function_environment, keys_that_are_given_bring_their_own_token_or_none) {
  const auto token = [](std::map<std::string, std::string> overrides) {
    const auto variables = make_function_environment(user_function(), {.overrides = std::move(overrides)}).variables;
    return variables.contains("AWS_SESSION_TOKEN") ? variables.at("AWS_SESSION_TOKEN") : "none";
  };
  EXPECT_EQ(token({}), "lamina");
  EXPECT_EQ(token({{"AWS_ACCESS_KEY_ID", "mine"}}), "none");
  EXPECT_EQ(token({{"AWS_ACCESS_KEY_ID", "mine"}, {"AWS_SESSION_TOKEN", "mine too"}}), "mine too");
}

TEST(function_environment, the_function_wins_over_overrides_and_overrides_over_the_recorded) {
  config::function function = user_function();
  function.environment = {{"STAGE", "dev"}, {"PATH", "/mine"}, {"LIMIT", 12}, {"DEBUG", true}, {"LANG", nullptr}};
  const auto made = make_function_environment(
      function, {.execution_environment = "AWS_Lambda_nodejs20.x", .overrides = {{"PATH", "/theirs"}, {"TZ", "UTC"}}});
  EXPECT_EQ(made.variables.at("STAGE"), "dev");
  EXPECT_EQ(made.variables.at("PATH"), "/mine");
  EXPECT_EQ(made.variables.at("LIMIT"), "12");
  EXPECT_EQ(made.variables.at("DEBUG"), "true");
  EXPECT_EQ(made.variables.at("TZ"), "UTC");
  EXPECT_EQ(made.variables.at("AWS_EXECUTION_ENV"), "AWS_Lambda_nodejs20.x");
  EXPECT_FALSE(made.variables.contains("LANG"));
  EXPECT_TRUE(made.warnings.empty());
}

TEST(function_environment, what_cannot_be_set_is_left_out_with_its_place) {
  config::function function = user_function();
  function.environment = {{"TABLE", json::parse(R"({"Ref":"Table"})")}, {"A=B", "x"}, {"_HANDLER", "other"}};
  const auto made = make_function_environment(function, {});
  EXPECT_FALSE(made.variables.contains("TABLE"));
  EXPECT_FALSE(made.variables.contains("A=B"));
  EXPECT_EQ(made.variables.at("_HANDLER"), "src/api.handler");
  ASSERT_EQ(made.warnings.size(), 3U);
  const auto about_table = std::ranges::find_if(
      made.warnings, [](const std::string& text) { return text.find("environment.TABLE") != std::string::npos; });
  ASSERT_NE(about_table, made.warnings.end());
  EXPECT_NE(about_table->find("serverless.yml:12"), std::string::npos) << *about_table;
  EXPECT_NE(about_table->find(R"({"Ref":"Table"})"), std::string::npos) << *about_table;
}

TEST(function_environment, an_instance_adds_its_address_and_log_stream) {
  const auto entries =
      instance_environment({{"A", "1"}, {"AWS_LAMBDA_RUNTIME_API", "old"}}, "127.0.0.1:9001", "2026/11/22/[$LATEST]ab");
  EXPECT_EQ(entries, (std::vector<std::string>{"A=1", "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001",
                                               "AWS_LAMBDA_LOG_STREAM_NAME=2026/11/22/[$LATEST]ab"}));
}

}  // namespace
}  // namespace lamina::function_pool
