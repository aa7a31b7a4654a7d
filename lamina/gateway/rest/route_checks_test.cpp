#include "lamina/gateway/rest/route_checks.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

std::unique_ptr<route_checks> made(const config::route& route) {
  auto checks = make_route_checks(route, request_models({}));
  EXPECT_TRUE(checks) << checks.error().message;
  return *std::move(checks);
}

TEST(route_checks, a_plain_route_has_none) { EXPECT_EQ(made(config::route{}), nullptr); }

TEST(route_checks, each_reason_is_enough) {
  config::route keyed, throttled, validated;
  keyed.private_key = true;
  throttled.throttle = config::throttle{1, 1};
  validated.request_parameters["method.request.querystring.q"] = true;
  EXPECT_TRUE(made(keyed)->needs_key);
  EXPECT_NE(made(throttled)->throttle, nullptr);
  EXPECT_FALSE(made(validated)->validation.is_empty());
}

TEST(route_checks, what_cannot_be_compiled_is_an_error) {
  config::route route;
  route.request_schemas["application/json"] = json::parse(R"({"type":1})");
  EXPECT_FALSE(make_route_checks(route, request_models({})));
}

}  // namespace
}  // namespace lamina::gateway
