#include "lamina/gateway/api_stage.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

config::service shop() {
  config::service from;
  from.name = "shop";
  from.stage = "prod";
  from.region = "eu-west-1";
  return from;
}

TEST(resource_id_of, is_that_of_one_resource_of_one_api) {
  const api_stage one{.api_id = "a"}, other{.api_id = "b"};
  EXPECT_EQ(resource_id_of(one, "/x").size(), 6U);
  EXPECT_EQ(resource_id_of(one, "/x"), resource_id_of(one, "/x"));
  EXPECT_NE(resource_id_of(one, "/x"), resource_id_of(one, "/y"));
  EXPECT_NE(resource_id_of(one, "/x"), resource_id_of(other, "/x"));
}

TEST(stable_id, is_the_same_for_the_same_text_and_differs_for_others) {
  EXPECT_EQ(stable_id("a", 10), stable_id("a", 10));
  EXPECT_NE(stable_id("a", 10), stable_id("b", 10));
  EXPECT_EQ(stable_id("", 6).size(), 6U);
}

TEST(api_stage, takes_its_names_from_the_service) {
  const api_stage rest = rest_stage_of(shop(), {.account_id = "123456789012"});
  EXPECT_EQ(rest.account_id, "123456789012");
  EXPECT_EQ(rest.region, "eu-west-1");
  EXPECT_EQ(rest.stage, "prod");
  EXPECT_EQ(rest.api_id, rest_stage_of(shop(), {}).api_id);
  EXPECT_EQ(rest_stage_of(shop(), {.api_id = "abc"}).api_id, "abc");
}

TEST(api_stage, of_websockets_is_another_api) {
  const api_stage rest = rest_stage_of(shop(), {.api_id = "abc"}),
                  other = websocket_stage_of(shop(), {.api_id = "abc"});
  EXPECT_NE(other.api_id, rest.api_id);
  EXPECT_NE(other.api_id, rest_stage_of(shop(), {}).api_id);
  EXPECT_EQ(other.api_id, websocket_stage_of(shop(), {}).api_id);
  EXPECT_EQ(other.api_id.size(), 10U);
  EXPECT_NE(other.deployment_id, rest.deployment_id);
}

TEST(api_stage, of_an_http_api_is_the_default_stage_of_another_api) {
  const api_stage http = http_stage_of(shop(), {.api_id = "abc"});
  EXPECT_EQ(http.stage, "$default");
  EXPECT_EQ(http.region, "eu-west-1");
  EXPECT_NE(http.api_id, "abc");
  EXPECT_NE(http.api_id, websocket_stage_of(shop(), {}).api_id);
}

TEST(method_arn, is_stage_method_and_path_as_sent) {
  const api_stage stage{"000000000000", "us-east-1", "a1b2c3d4e5", "", "dev"};
  std::string arn = "old";
  write_method_arn(arn, stage, "GET", "/pets/7");
  EXPECT_EQ(arn, "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/pets/7");
  write_method_arn(arn, stage, "GET", "/pets/a%2Fb");
  EXPECT_EQ(arn, "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/pets/a%2Fb");
  write_method_arn(arn, stage, "GET", "/");
  EXPECT_EQ(arn, "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/");
  write_method_arn(arn, stage, "$connect", "");
  EXPECT_EQ(arn, "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/$connect");
}

}  // namespace
}  // namespace lamina::gateway
