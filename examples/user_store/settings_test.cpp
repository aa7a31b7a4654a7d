#include "examples/user_store/settings.h"

#include <gtest/gtest.h>

namespace user_store {
namespace {

std::map<std::string, std::string> complete() {
  return {{"STORE_TYPE", "S3"},    {"USER_BUCKET", "bucket"},  {"USER_TABLE", "table"},
          {"REGION", "us-east-1"}, {"PASSWORD_TABLE", "pass"}, {"SUBSCRIPTION_TABLE", "sub"}};
}

TEST(settings, the_store_type_says_where_documents_are) {
  auto environment = complete();
  EXPECT_EQ(read_settings(environment)->document_table, "bucket");
  environment["STORE_TYPE"] = "DynamoDB";
  EXPECT_EQ(read_settings(environment)->document_table, "table");
  EXPECT_EQ(read_settings(environment)->store_type, store_type::dynamodb);
}

TEST(settings, a_missing_or_empty_variable_is_named) {
  for (const char* name : {"STORE_TYPE", "USER_BUCKET", "REGION", "PASSWORD_TABLE", "SUBSCRIPTION_TABLE"}) {
    auto environment = complete();
    environment[name] = "";
    EXPECT_NE(read_settings(environment).error().message.find(name), std::string::npos) << name;
    environment.erase(name);
    EXPECT_NE(read_settings(environment).error().message.find(name), std::string::npos) << name;
  }
  auto environment = complete();
  environment["STORE_TYPE"] = "s3";
  EXPECT_FALSE(read_settings(environment));
  environment = complete();
  environment.erase("USER_TABLE");  // only the one of the store type is read
  EXPECT_TRUE(read_settings(environment));
}

TEST(settings, say_where_connections_are_reached) {
  auto environment = complete();
  EXPECT_EQ(read_settings(environment)->management_endpoint, "");
  environment["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"] = "http://127.0.0.1:3000/dev";
  EXPECT_EQ(read_settings(environment)->management_endpoint, "http://127.0.0.1:3000/dev");
}

TEST(settings, the_store_is_beside_the_code_unless_said_otherwise) {
  auto environment = complete();
  EXPECT_EQ(read_settings(environment)->store_path, "./.lamina/store.db");
  environment["LAMBDA_TASK_ROOT"] = "/app";
  EXPECT_EQ(read_settings(environment)->store_path, "/app/.lamina/store.db");
  environment["LAMINA_STORE"] = "/data/users.db";
  EXPECT_EQ(read_settings(environment)->store_path, "/data/users.db");
}

TEST(settings, debug_can_be_switched_off) {
  auto environment = complete();
  EXPECT_TRUE(read_settings(environment)->debug);
  environment["DEBUG"] = "true";
  EXPECT_TRUE(read_settings(environment)->debug);
  for (const char* off : {"false", "0", "off", "no"}) {
    environment["DEBUG"] = off;
    EXPECT_FALSE(read_settings(environment)->debug) << off;
  }
}

}  // namespace
}  // namespace user_store
