#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// Authorizers of REST and HTTP API routes: internal/authorizers.cpp.
namespace lamina::config {
namespace {

using kind = authorizer::kind;

std::string with_authorizer(std::string_view event, std::string_view value, std::string_view provider) {
  return service_text(
      std::string(provider) + "functions:\n  gate:\n    handler: a.b\n  f:\n    handler: a.b\n    events:\n      - " +
      std::string(event) + ":\n          method: get\n          path: /x\n          authorizer: " + std::string(value) +
      "\n");
}

authorizer rest(std::string_view value) {
  return loaded_text(with_authorizer("http", value, ""))->routes.at(0).authorizer.value();
}

authorizer http_api(std::string_view value, std::string_view shared) {
  return loaded_text(with_authorizer("httpApi", value, "  httpApi: {authorizers: " + std::string(shared) + "}\n"))
      ->routes.at(0)
      .authorizer.value();
}

std::string rest_failure(std::string_view value) { return loaded_text(with_authorizer("http", value, "")).failure(); }

TEST(rest_authorizer, may_be_iam) {
  for (const char* text : {"aws_iam", "AWS_IAM", "{type: aws_iam}"}) EXPECT_EQ(rest(text).type, kind::aws_iam) << text;
}

TEST(rest_authorizer, may_be_a_function_of_the_service) {
  for (const char* text : {"gate", "{name: gate}", "{name: gate, type: token}"}) {
    const authorizer one = rest(text);
    EXPECT_EQ(one.type, kind::token) << text;
    EXPECT_EQ(one.name, "gate");
    EXPECT_EQ(one.function, "gate");
    EXPECT_EQ(one.ttl.count(), 300);
    EXPECT_EQ(one.identity_sources, std::vector<std::string>{"method.request.header.Authorization"});
  }
  EXPECT_EQ(rest_failure("nobody"),
            "serverless.yml:10: functions.f.events[0].http: the authorizer nobody is no function of this service");
}

TEST(rest_authorizer, may_be_an_arn) {
  const authorizer function = rest("arn:aws:lambda:us-east-1:0:function:auth-service-dev-auth");
  EXPECT_EQ(function.name, "auth");
  EXPECT_EQ(function.type, kind::token);
  EXPECT_TRUE(function.function.empty());
  const authorizer pool = rest("arn:aws:cognito-idp:us-east-1:0:userpool/us-east-1_x");
  EXPECT_EQ(pool.type, kind::cognito_user_pools);
  EXPECT_EQ(rest("{arn: 'arn:aws:cognito-idp:r:0:userpool/p', name: n}").type, kind::cognito_user_pools);
  const authorizer reference =
      rest("{name: n, type: COGNITO_USER_POOLS, arn: !GetAtt Pool.Arn, scopes: [a/b], claims: [email]}");
  EXPECT_EQ(json::serialize(reference.arn_function), R"({"Fn::GetAtt":["Pool","Arn"]})");
  EXPECT_EQ(reference.scopes, std::vector<std::string>{"a/b"});
  EXPECT_EQ(json::serialize(reference.claims), R"(["email"])");
}

TEST(rest_authorizer, may_be_made_elsewhere) {
  const authorizer one = rest("{type: COGNITO_USER_POOLS, authorizerId: {Ref: A}}");
  EXPECT_EQ(json::serialize(one.id), R"({"Ref":"A"})");
  EXPECT_EQ(one.type, kind::cognito_user_pools);
}

TEST(rest_authorizer, reads_its_details) {
  const authorizer one = rest(
      "{name: gate, type: request, resultTtlInSeconds: 60, identitySource: 'method.request.header.A, "
      "method.request.querystring.b', identityValidationExpression: '^x'}");
  EXPECT_EQ(one.type, kind::request);
  EXPECT_EQ(one.ttl.count(), 60);
  EXPECT_EQ(one.identity_sources,
            (std::vector<std::string>{"method.request.header.A", "method.request.querystring.b"}));
  EXPECT_EQ(one.validation_expression, "^x");
  EXPECT_TRUE(rest("{name: gate, type: request, resultTtlInSeconds: 0}").identity_sources.empty());
}

TEST(rest_authorizer, refuses_other_forms) {
  EXPECT_NE(rest_failure("{resultTtlInSeconds: 3}").find("an authorizer needs `name`"), std::string::npos);
  EXPECT_NE(rest_failure("{name: gate, type: magic}").find("authorizer.type: expected TOKEN, REQUEST"),
            std::string::npos);
  EXPECT_NE(rest_failure("[gate]").find("authorizer: expected text or a map, found a list"), std::string::npos);
  EXPECT_NE(rest_failure("true").find("authorizer: expected text or a map, found true"), std::string::npos);
}

TEST(rest_authorizer, that_is_unknown_takes_its_route_along) {
  for (const char* text : {"${env:NONE}", "{name: '${env:NONE}'}", "{name: gate, type: '${env:NONE}'}"}) {
    const loaded_text one(with_authorizer("http", text, ""));
    EXPECT_TRUE(one->routes.empty()) << text;
    EXPECT_TRUE(one.warns("the route is left out rather than left open")) << one.all_warnings();
  }
}

TEST(rest_authorizer, whose_arn_is_unknown_is_kept_and_refuses) {
  const loaded_text one(with_authorizer("http", "{name: n, arn: '${cf:auth.Arn}'}", ""));
  const authorizer by = one->routes.at(0).authorizer.value();
  EXPECT_TRUE(by.arn.empty() && by.function.empty() && by.id.is_null());
  EXPECT_TRUE(one.warns("so its routes refuse"));
}

TEST(http_api_authorizer, may_be_a_jwt) {
  const char* shared = "{pool: {issuerUrl: https://i, audience: a}}";
  const authorizer one = http_api("pool", shared);
  EXPECT_EQ(one.type, kind::jwt);
  EXPECT_EQ(one.name, "pool");
  EXPECT_EQ(one.issuer, json::value("https://i"));
  EXPECT_EQ(json::serialize(one.audience), R"(["a"])");
  EXPECT_EQ(one.identity_sources, std::vector<std::string>{"$request.header.Authorization"});
  EXPECT_EQ(http_api("{name: pool, scopes: [s]}", shared).scopes, std::vector<std::string>{"s"});
}

TEST(http_api_authorizer, whose_issuer_is_unknown_matches_no_token) {
  const loaded_text one(with_authorizer(
      "httpApi", "pool", "  httpApi: {authorizers: {pool: {issuerUrl: 'https://${ssm:/x}', audience: [a]}}}\n"));
  EXPECT_TRUE(one->routes.at(0).authorizer.value().issuer.is_null());
  EXPECT_TRUE(one.warns("provider.httpApi.authorizers.pool.issuerUrl: cannot be resolved"));
  EXPECT_EQ(one.warned.size(), 1u) << one.all_warnings();
}

TEST(http_api_authorizer, may_be_a_function) {
  const authorizer one =
      http_api("own",
               "{own: {type: request, functionName: gate, enableSimpleResponses: true, payloadVersion: '1.0', "
               "resultTtlInSeconds: 9, identitySource: [$request.header.x, $context.y]}}");
  EXPECT_EQ(one.type, kind::request);
  EXPECT_EQ(one.function, "gate");
  EXPECT_TRUE(one.simple_responses);
  EXPECT_EQ(one.payload_version, "1.0");
  EXPECT_EQ(one.ttl.count(), 9);
  EXPECT_EQ(one.identity_sources, (std::vector<std::string>{"$request.header.x", "$context.y"}));
  const authorizer plain = http_api("own", "{own: {type: request, functionArn: 'arn:x:y', name: n}}");
  EXPECT_EQ(plain.arn, "arn:x:y");
  EXPECT_EQ(plain.name, "n");
  EXPECT_EQ(plain.ttl.count(), 0);
  EXPECT_EQ(plain.payload_version, "2.0");
}

TEST(http_api_authorizer, may_be_iam_or_made_elsewhere) {
  EXPECT_EQ(http_api("{type: aws_iam}", "{}").type, kind::aws_iam);
  const authorizer one = http_api("{id: !Ref A, type: jwt, scopes: [s]}", "{}");
  EXPECT_EQ(json::serialize(one.id), R"({"Ref":"A"})");
  EXPECT_EQ(one.type, kind::jwt);
}

TEST(http_api_authorizer, refuses_other_forms) {
  const auto failure = [](std::string_view value, std::string_view shared) {
    return loaded_text(with_authorizer("httpApi", value, "  httpApi: {authorizers: " + std::string(shared) + "}\n"))
        .failure();
  };
  EXPECT_NE(failure("none", "{}").find("there is no authorizer none under provider.httpApi.authorizers"),
            std::string::npos);
  EXPECT_NE(failure("a", "{a: {audience: [x]}}").find("`issuerUrl` is missing"), std::string::npos);
  EXPECT_NE(failure("a", "{a: {type: request}}").find("`functionName` is missing"), std::string::npos);
  EXPECT_NE(failure("a", "{a: {type: request, functionName: gate, resultTtlInSeconds: 5}}")
                .find("`identitySource` is missing"),
            std::string::npos);
  EXPECT_NE(failure("a", "{a: {type: other}}").find("type: expected jwt or request"), std::string::npos);
  EXPECT_NE(failure("{scopes: [a]}", "{}").find("an authorizer needs `name`"), std::string::npos);
}

TEST(authorizers, are_not_turned_off_for_serverless_offline) {
  const loaded_text one(service_text("custom: {serverless-offline: {noAuth: true, ignoreJWTSignature: true}}\n"));
  EXPECT_TRUE(one.warns("noAuth: is not followed: guarded routes stay guarded")) << one.all_warnings();
  EXPECT_TRUE(one.warns("ignoreJWTSignature: is not followed")) << one.all_warnings();
  EXPECT_FALSE(loaded_text(service_text("custom: {serverless-offline: {noAuth: false}}\n")).warns("noAuth"));
}

}  // namespace
}  // namespace lamina::config
