#include "lamina/gateway/authorizers/authorizer_target.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using kind = config::authorizer::kind;

class authorizer_target_test : public ::testing::Test {
 protected:
  authorizer_target_test() {
    service.region = "eu-west-1";
    for (const char* key : {"auth", "my-auth_1"}) {
      config::function one;
      one.key = key;
      one.name = "shop-dev-" + one.key;
      service.functions.push_back(one);
    }
  }
  std::string function_of(std::string_view reference) {
    return function_of_reference(json::parse(reference), service).value_or("none");
  }
  result<config::authorizer> follow(std::string_view id) {
    config::authorizer guard;
    guard.id = json::parse(id);
    guard.scopes = {"read"};
    return follow_authorizer_id(guard, service);
  }

  config::service service;
};

TEST_F(authorizer_target_test, finds_functions_by_name_and_arn) {
  for (
      const char* text :
      {R"("auth")", R"("shop-dev-auth")", R"("arn:aws:lambda:eu-west-1:0:function:shop-dev-auth")",
       R"("arn:aws:lambda:eu-west-1:0:function:shop-dev-auth:live")",
       R"("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:r:0:function:shop-dev-auth/invocations")"})
    EXPECT_EQ(function_of(text), "auth") << text;
  for (const char* text : {R"("other")", R"("arn:aws:lambda:eu-west-1:0:function:other-dev-auth")", "null", "7", "[]"})
    EXPECT_EQ(function_of(text), "none") << text;
}

TEST_F(authorizer_target_test, finds_functions_by_cloudformation_reference) {
  for (const char* text :
       {R"({"Fn::GetAtt":["MyDashauthUnderscore1LambdaFunction","Arn"]})",
        R"({"Fn::GetAtt":"MyDashauthUnderscore1LambdaFunction.Arn"})",
        R"({"Ref":"MyDashauthUnderscore1LambdaFunction"})",
        R"({"Fn::Sub":"arn:${AWS::Partition}:x:${MyDashauthUnderscore1LambdaFunction.Arn}/invocations"})",
        R"({"Fn::Sub":["arn:aws:lambda:${Region}:0:function:shop-dev-my-auth_1",{"Region":"x"}]})",
        R"({"Fn::Join":["",["arn:",{"Fn::GetAtt":["MyDashauthUnderscore1LambdaFunction","Arn"]},"/invocations"]]})"})
    EXPECT_EQ(function_of(text), "my-auth_1") << text;
  for (const char* text :
       {R"({"Fn::GetAtt":["OtherLambdaFunction","Arn"]})", R"({"Fn::GetAtt":[]})", R"({"Fn::Join":[]})",
        R"({"Fn::Join":["",[]]})", R"({"Fn::Sub":"${"})", R"({"Fn::Sub":[]})", R"({"Fn::If":[]})"})
    EXPECT_EQ(function_of(text), "none") << text;
}

TEST_F(authorizer_target_test, reads_an_authorizer_of_a_rest_api_from_the_resources) {
  service.resources = json::parse(R"({"Resources":{"A":{"Type":"AWS::ApiGateway::Authorizer","Properties":{
      "Type":"REQUEST","IdentitySource":"method.request.header.A, method.request.querystring.b",
      "AuthorizerResultTtlInSeconds":60,"AuthorizerUri":{"Fn::Sub":"x/${AuthLambdaFunction.Arn}/invocations"}}},
    "P":{"Type":"AWS::ApiGateway::Authorizer","Properties":{"Type":"COGNITO_USER_POOLS",
      "ProviderARNs":[{"Fn::GetAtt":["Pool","Arn"]}]}}}})");
  const auto request = follow(R"({"Ref":"A"})");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->type, kind::request);
  EXPECT_EQ(request->name, "A");
  EXPECT_EQ(request->function, "auth");
  EXPECT_EQ(request->ttl.count(), 60);
  EXPECT_EQ(request->identity_sources,
            (std::vector<std::string>{"method.request.header.A", "method.request.querystring.b"}));
  EXPECT_TRUE(request->id.is_null());
  EXPECT_EQ(request->scopes, std::vector<std::string>{"read"});
  const auto pool = follow(R"({"Ref":"P"})");
  ASSERT_TRUE(pool) << pool.error().message;
  EXPECT_EQ(pool->type, kind::cognito_user_pools);
  EXPECT_EQ(json::serialize(pool->arn_function), R"({"Fn::GetAtt":["Pool","Arn"]})");
}

TEST_F(authorizer_target_test, reads_an_authorizer_of_an_http_api_from_the_resources) {
  service.resources = json::parse(R"({"Resources":{"J":{"Type":"AWS::ApiGatewayV2::Authorizer","Properties":{
      "AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],
      "JwtConfiguration":{"Issuer":"https://i","Audience":["a"]}}},
    "L":{"Type":"AWS::ApiGatewayV2::Authorizer","Properties":{"AuthorizerType":"REQUEST",
      "AuthorizerPayloadFormatVersion":"1.0","EnableSimpleResponses":true,"AuthorizerUri":"auth"}}}})");
  const auto jwt = follow(R"({"Ref":"J"})");
  ASSERT_TRUE(jwt);
  EXPECT_EQ(jwt->type, kind::jwt);
  EXPECT_EQ(jwt->issuer, "https://i");
  EXPECT_EQ(jwt->audience, json::parse(R"(["a"])"));
  const auto lambda = follow(R"({"Ref":"L"})");
  ASSERT_TRUE(lambda);
  EXPECT_EQ(lambda->function, "auth");
  EXPECT_EQ(lambda->payload_version, "1.0");
  EXPECT_TRUE(lambda->simple_responses);
  EXPECT_EQ(lambda->ttl.count(), 0);
}

TEST_F(authorizer_target_test, leaves_what_is_elsewhere_as_it_is) {
  EXPECT_EQ(follow(R"("abc123")")->id, "abc123");
  EXPECT_FALSE(follow(R"({"Ref":"Nobody"})")->id.is_null());
  EXPECT_TRUE(follow("null")->id.is_null());
}

TEST_F(authorizer_target_test, finds_the_function_that_an_authorizer_asks) {
  config::authorizer guard;
  guard.function = "any";
  EXPECT_EQ(function_of_authorizer(guard, service), "any");
  guard.type = kind::aws_iam;
  EXPECT_EQ(function_of_authorizer(guard, service), std::nullopt);
  guard.type = kind::request;
  guard.function.clear();
  guard.arn = "arn:aws:lambda:eu-west-1:0:function:shop-dev-auth";
  EXPECT_EQ(function_of_authorizer(guard, service), "auth");
  guard.arn_function = json::parse(R"({"Ref":"OtherLambdaFunction"})");
  EXPECT_EQ(function_of_authorizer(guard, service), std::nullopt);
  guard.id = json::parse(R"({"Ref":"A"})");
  service.resources = json::parse(R"({"Resources":{"A":{"Type":"AWS::ApiGateway::Authorizer","Properties":{
      "Type":"TOKEN","AuthorizerUri":"auth"}}}})");
  EXPECT_EQ(function_of_authorizer(guard, service), "auth");
}

TEST_F(authorizer_target_test, says_what_is_wrong_with_a_resource) {
  service.resources = json::parse(R"({"Resources":{"T":{"Type":"AWS::S3::Bucket"},
      "A":{"Type":"AWS::ApiGateway::Authorizer","Properties":{"Type":"JWT"}},
      "B":{"Type":"AWS::ApiGatewayV2::Authorizer"}}})");
  EXPECT_EQ(follow(R"({"Ref":"T"})").error().message, "resources.Resources.T: it is no authorizer");
  EXPECT_EQ(follow(R"({"Ref":"A"})").error().message,
            "resources.Resources.A: Properties.Type: expected TOKEN, REQUEST or COGNITO_USER_POOLS, found \"JWT\"");
  EXPECT_EQ(follow(R"({"Ref":"B"})").error().message,
            "resources.Resources.B: Properties.AuthorizerType: expected JWT or REQUEST, found \"\"");
}

TEST_F(authorizer_target_test, knows_the_issuer_of_a_user_pool) {
  config::authorizer guard;
  guard.arn = "arn:aws:cognito-idp:us-east-2:0:userpool/us-east-2_abc";
  EXPECT_EQ(issuer_of_user_pool(guard, service), "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_abc");
  guard.arn.clear();
  guard.arn_function = json::parse(R"({"Fn::GetAtt":["Pool","Arn"]})");
  EXPECT_EQ(issuer_of_user_pool(guard, service), "");
  service.authorizers.user_pools["Pool"] = "eu-west-1_xyz";
  EXPECT_EQ(issuer_of_user_pool(guard, service), "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_xyz");
}

TEST(text_of_reference, is_what_cloudformation_would_make_of_it) {
  config::service service;
  service.region = "eu-west-1";
  service.authorizers.user_pools = {{"People", "us-east-1_x"}, {"Client", "7abc"}};
  const auto text = [&](std::string_view value) {
    return text_of_reference(json::parse(value), service).value_or("nothing");
  };
  constexpr const char* issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x";
  EXPECT_EQ(text(R"("plain ${x}")"), "plain ${x}");
  EXPECT_EQ(text(R"({"Ref":"Client"})"), "7abc");
  EXPECT_EQ(text(R"({"Fn::GetAtt":["People","ProviderURL"]})"), issuer);
  EXPECT_EQ(text(R"({"Fn::GetAtt":"People.ProviderURL"})"), issuer);
  EXPECT_EQ(text(R"({"Fn::Sub":"https://${People.ProviderName}"})"), issuer);
  EXPECT_EQ(text(R"({"Fn::Sub":"https://cognito-idp.us-east-1.${AWS::URLSuffix}/${People}"})"), issuer);
  EXPECT_EQ(text(R"({"Fn::Sub":["${r}/${Pool}",{"Pool":{"Ref":"People"},"r":{"Ref":"AWS::Region"}}]})"),
            "eu-west-1/us-east-1_x");
  EXPECT_EQ(text(R"({"Fn::Join":["",["https://cognito-idp.","us-east-1",".amazonaws.com/",{"Ref":"People"}]]})"),
            issuer);
  for (const char* unknown : {R"({"Ref":"Other"})", R"({"Fn::GetAtt":["People","Arn"]})", R"({"Fn::Sub":"${Other}"})",
                              R"({"Fn::Sub":"${x"})", R"({"Fn::Sub":[]})", R"({"Fn::Join":["",[{"Ref":"Other"}]]})",
                              R"({"Fn::Join":[]})", R"({"Fn::ImportValue":"x"})", "null", "7", "{}"})
    EXPECT_EQ(text(unknown), "nothing") << unknown;
}

}  // namespace
}  // namespace lamina::gateway
