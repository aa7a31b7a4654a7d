#include "lamina/gateway/authorizers/authorizer_plans.h"

#include <gtest/gtest.h>

#include <fstream>

#include "lamina/gateway/internal/scripted.h"
#include "lamina/gateway/internal/shown_request.h"
#include "lamina/testing/manual_scheduler.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using kind = config::authorizer::kind;
using verdict = authorization::verdict;

config::authorizer guard_of(kind type, std::vector<std::string> sources = {}) {
  config::authorizer guard;
  guard.type = type;
  guard.name = "guard";
  if (type == kind::token || type == kind::request) guard.function = "auth";
  guard.identity_sources = std::move(sources);
  if (type == kind::jwt) {
    guard.issuer = "https://issuer.invalid";
    guard.audience = json::array{"shop"};
    guard.identity_sources = {"$request.header.Authorization"};
  }
  return guard;
}

class authorizer_plans_test : public ::testing::Test {
 protected:
  authorizer_plans plans(guarded_api api = guarded_api::rest) { return {api, service, functions, options}; }
  std::string closed(const config::authorizer& guard, guarded_api api = guarded_api::rest) {
    auto all = plans(api);
    const auto found = all.add(guard);
    EXPECT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->index.has_value(), found->closed.empty());
    return found->closed;
  }
  std::string error_of(const config::authorizer& guard, guarded_api api = guarded_api::rest) {
    auto all = plans(api);
    const auto found = all.add(guard);
    return found ? "" : found.error().message;
  }
  // What the one authorizer of a service says to a request without headers, when it need not ask.
  std::optional<verdict> says(const config::authorizer& guard, guarded_api api) {
    auto all = plans(api);
    EXPECT_TRUE(all.add(guard)->index);
    const auto made = all.make(loop, log).value();
    internal::shown_request bare;
    authorization said;
    return made.at(0)->decide(bare, said) ? std::optional(said.what) : std::nullopt;
  }

  lamina::testing::manual_scheduler loop;
  logger log{log_level::off, [](std::string_view) {}};
  config::service service;
  gateway_options options;
  function_map functions = {{"auth", std::make_shared<internal::scripted>("{}")}};
};

TEST_F(authorizer_plans_test, routes_with_the_same_authorizer_share_it) {
  auto all = plans();
  const auto token = guard_of(kind::token);
  EXPECT_EQ(all.add(token)->index, 0U);
  EXPECT_EQ(all.add(guard_of(kind::request))->index, 1U);
  EXPECT_EQ(all.add(token)->index, 0U);
  EXPECT_EQ(all.size(), 2U);
  EXPECT_EQ(all.make(loop, log).value().size(), 2U);
  EXPECT_TRUE(all.notes().empty());
}

TEST_F(authorizer_plans_test, each_kind_of_api_has_its_kinds_of_authorizers) {
  service.authorizers.iam_keys = {{"A", "s", "", "", ""}};
  const auto pool = [] {
    auto guard = guard_of(kind::cognito_user_pools);
    guard.arn = "arn:aws:cognito-idp:us-east-1:0:userpool/us-east-1_x";
    return guard;
  }();
  for (const auto& guard : {guard_of(kind::token), guard_of(kind::request), guard_of(kind::aws_iam), pool})
    EXPECT_EQ(closed(guard), "");
  for (const auto& guard : {guard_of(kind::jwt), guard_of(kind::request), guard_of(kind::aws_iam)})
    EXPECT_EQ(closed(guard, guarded_api::http), "");
  EXPECT_NE(closed(guard_of(kind::jwt)), "");
  EXPECT_NE(closed(guard_of(kind::token), guarded_api::http), "");
  EXPECT_NE(closed(pool, guarded_api::http), "");
  EXPECT_NE(closed(guard_of(kind::aws_iam), guarded_api::websocket), "");
  EXPECT_NE(closed(guard_of(kind::request), guarded_api::function_url), "");
}

TEST_F(authorizer_plans_test, say_which_form_of_the_event_an_authorizer_wants) {
  auto guard = guard_of(kind::request);
  guard.payload_version = "1.0";
  EXPECT_EQ(plans(guarded_api::http).add(guard)->event_version, "1.0");
  EXPECT_EQ(plans(guarded_api::rest).add(guard)->event_version, "");
  EXPECT_EQ(plans(guarded_api::http).add(guard_of(kind::jwt))->event_version, "");
}

TEST_F(authorizer_plans_test, a_function_may_be_named_in_many_ways) {
  config::function auth;
  auth.key = "auth";
  auth.name = "shop-dev-auth";
  service.functions = {auth};
  auto guard = guard_of(kind::token);
  guard.function.clear();
  guard.arn = "arn:aws:lambda:us-east-1:0:function:shop-dev-auth";
  EXPECT_EQ(closed(guard), "");
  guard.arn.clear();
  guard.arn_function = json::parse(R"({"Fn::GetAtt":["AuthLambdaFunction","Arn"]})");
  EXPECT_EQ(closed(guard), "");
  guard.arn_function = json::parse(R"({"Fn::GetAtt":["OtherLambdaFunction","Arn"]})");
  EXPECT_EQ(closed(guard), "the authorizer is no function of this service");
  guard.arn_function = nullptr;
  guard.id = "abc";
  EXPECT_EQ(closed(guard), "the authorizer is no function of this service");
}

TEST_F(authorizer_plans_test, a_missing_source_is_refused_where_the_service_refuses_it) {
  auto cached = guard_of(kind::request, {"method.request.header.A"}), uncached = cached;
  uncached.ttl = 0s;
  EXPECT_EQ(says(cached, guarded_api::rest), verdict::unauthorized);
  EXPECT_EQ(says(uncached, guarded_api::rest), std::nullopt);
  EXPECT_EQ(says(uncached, guarded_api::http), verdict::unauthorized);
  EXPECT_EQ(says(uncached, guarded_api::websocket), verdict::unauthorized);
  EXPECT_EQ(says(guard_of(kind::token), guarded_api::rest), verdict::unauthorized);
  EXPECT_EQ(says(guard_of(kind::jwt), guarded_api::http), verdict::unauthorized);
}

TEST_F(authorizer_plans_test, what_cannot_be_known_here_stays_closed) {
  auto jwt = guard_of(kind::jwt);
  jwt.audience = nullptr;
  EXPECT_EQ(closed(jwt, guarded_api::http), "the audience of the authorizer's tokens is not known here");
  jwt.issuer = nullptr;
  EXPECT_EQ(closed(jwt, guarded_api::http), "the issuer of the authorizer's tokens is not known here");
  jwt.issuer = json::parse(R"({"Fn::GetAtt":["People","ProviderURL"]})");
  EXPECT_EQ(
      closed(jwt, guarded_api::http),
      "the issuer of the authorizer's tokens is not known here (custom.lamina.userPools: {<name of its resource>: "
      "<id>})");
  jwt.audience = json::parse(R"([{"Ref":"Client"}])");
  service.authorizers.user_pools = {{"People", "us-east-1_x"}, {"Client", "7abc"}};
  EXPECT_EQ(closed(jwt, guarded_api::http), "");
  service.authorizers.user_pools.clear();
  EXPECT_NE(closed(guard_of(kind::cognito_user_pools)).find("custom.lamina.userPools"), std::string::npos);
  EXPECT_EQ(closed(guard_of(kind::token, {"method.request.header.A", "method.request.header.B"})),
            "identitySource: expected one header, method.request.header.<name>");
}

TEST_F(authorizer_plans_test, what_cannot_be_at_all_is_an_error) {
  EXPECT_EQ(error_of(guard_of(kind::request, {"nonsense"})).substr(0, 27), "authorizer.identitySource: ");
  auto token = guard_of(kind::token);
  token.validation_expression = "(";
  service.authorizers.iam_keys = {{"A", "s", "", "", "", json::parse(R"({"Statement":{"Effect":"Maybe"}})")}};
  EXPECT_EQ(error_of(guard_of(kind::aws_iam)),
            "custom.lamina.iam.keys, policy of A: Statement.Effect: expected Allow or Deny");
  EXPECT_EQ(error_of(token).substr(0, 39), "authorizer.identityValidationExpression");
  service.authorizers.jwt_algorithms = {"HS256"};
  EXPECT_EQ(error_of(guard_of(kind::jwt), guarded_api::http).substr(0, 27), "custom.lamina.jwtAlgorithms");
}

TEST_F(authorizer_plans_test, keys_may_be_in_a_file_that_must_be_there) {
  const lamina::testing::temporary_folder folder;
  service.directory = folder.path().string();
  service.authorizers.jwks = {{"https://issuer.invalid/", "keys.json"}};
  EXPECT_NE(
      error_of(guard_of(kind::jwt), guarded_api::http).find("keys.json of https://issuer.invalid/ cannot be read"),
      std::string::npos);
  std::ofstream(folder.path() / "keys.json") << R"({"keys":[]})";
  EXPECT_EQ(error_of(guard_of(kind::jwt), guarded_api::http), "");
}

TEST_F(authorizer_plans_test, signatures_of_nobody_are_noted_and_refused) {
  auto all = plans();
  EXPECT_TRUE(all.add(guard_of(kind::aws_iam))->index);
  ASSERT_EQ(all.notes().size(), 1U);
  EXPECT_NE(all.notes()[0].find("custom.lamina.iam.keys"), std::string::npos);
  EXPECT_EQ(says(guard_of(kind::aws_iam), guarded_api::rest), verdict::missing_authentication_token);
  options.management_keys = {{"A", "s", ""}};
  auto known = plans();
  known.add(guard_of(kind::aws_iam)).value();
  EXPECT_TRUE(known.notes().empty());
}

}  // namespace
}  // namespace lamina::gateway
