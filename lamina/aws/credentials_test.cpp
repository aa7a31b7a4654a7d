#include "lamina/aws/credentials.h"

#include <gtest/gtest.h>

#include "lamina/base/environment.h"

namespace lamina::aws {
namespace {

TEST(credentials, come_from_the_environment) {
  environment_slot id("AWS_ACCESS_KEY_ID");
  environment_slot secret("AWS_SECRET_ACCESS_KEY");
  environment_slot token("AWS_SESSION_TOKEN");
  id.set("AKIDEXAMPLE");
  EXPECT_FALSE(credentials_from_environment());
  secret.set("");
  EXPECT_FALSE(credentials_from_environment());
  secret.set("secret");
  ASSERT_TRUE(credentials_from_environment());
  EXPECT_EQ(credentials_from_environment()->access_key_id, "AKIDEXAMPLE");
  EXPECT_EQ(credentials_from_environment()->secret_access_key, "secret");
  EXPECT_EQ(credentials_from_environment()->session_token, "");
  token.set("t");
  EXPECT_EQ(credentials_from_environment()->session_token, "t");
}

TEST(credentials, the_region_is_lambdas_or_the_default_one) {
  environment_slot region("AWS_REGION");
  environment_slot fallback("AWS_DEFAULT_REGION");
  EXPECT_EQ(region_from_environment(), "");
  fallback.set("eu-west-1");
  EXPECT_EQ(region_from_environment(), "eu-west-1");
  region.set("eu-north-1");
  EXPECT_EQ(region_from_environment(), "eu-north-1");
}

}  // namespace
}  // namespace lamina::aws
