#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

// `functions` and what they take from `provider`: internal/functions.cpp, environment_values.cpp.
namespace lamina::config {
namespace {

TEST(functions, have_the_defaults_of_the_framework) {
  const loaded_text one(service_text("functions:\n  api:\n    handler: src/api.run\n"));
  const function& api = one->functions.at(0);
  EXPECT_EQ(api.key, "api");
  EXPECT_EQ(api.name, "shop-dev-api");
  EXPECT_EQ(api.handler, "src/api.run");
  EXPECT_EQ(api.runtime, "nodejs16.x");
  EXPECT_EQ(api.runtime_from, "default");
  EXPECT_EQ(api.timeout.count(), 6);
  EXPECT_EQ(api.memory_mb, 1024);
  EXPECT_EQ(api.timeout_from, "default");
  EXPECT_TRUE(api.environment.empty());
  EXPECT_TRUE(api.url.is_null());
  EXPECT_FALSE(api.reserved_concurrency);
  EXPECT_EQ(api.where.text(), "serverless.yml:5: functions.api");
}

TEST(functions, prefer_their_own_over_the_providers) {
  const loaded_text one(
      service_text("  runtime: python3.11\n  timeout: 10\n  memorySize: 256\n  architecture: arm64\n  layers: [p]\n"
                   "package: {artifact: all.zip}\n"
                   "functions:\n  a:\n    handler: a.b\n"
                   "  b:\n    handler: a.b\n    runtime: provided.al2023\n    timeout: 20\n    memorySize: 128\n"
                   "    architecture: x86_64\n    layers: [f]\n    name: own-${self:provider.runtime}\n    url: true\n"
                   "    reservedConcurrency: 3\n    package: {artifact: b.zip}\n"));
  const function &a = one->functions[0], &b = one->functions[1];
  EXPECT_EQ(a.runtime, "python3.11");
  EXPECT_EQ(a.timeout.count(), 10);
  EXPECT_EQ(a.runtime_from + a.timeout_from + a.memory_from, "providerproviderprovider");
  EXPECT_EQ(a.memory_mb, 256);
  EXPECT_EQ(a.architecture, "arm64");
  EXPECT_EQ(a.artifact, "all.zip");
  EXPECT_EQ(json::serialize(a.layers), R"(["p"])");
  EXPECT_EQ(b.runtime, "provided.al2023");
  EXPECT_EQ(b.timeout.count(), 20);
  EXPECT_EQ(b.runtime_from + b.timeout_from + b.memory_from, "functionfunctionfunction");
  EXPECT_EQ(b.memory_mb, 128);
  EXPECT_EQ(b.architecture, "x86_64");
  EXPECT_EQ(b.artifact, "b.zip");
  EXPECT_EQ(json::serialize(b.layers), R"(["f"])");
  EXPECT_EQ(b.name, "own-python3.11");
  EXPECT_EQ(b.url, json::value(true));
  EXPECT_EQ(b.reserved_concurrency, 3);
}

TEST(functions, take_a_timeout_of_zero_as_none) {
  const loaded_text one(service_text("  timeout: 0\nfunctions:\n  a:\n    handler: a.b\n    timeout: 0\n"));
  EXPECT_EQ(one->functions[0].timeout.count(), 6);
  EXPECT_EQ(one->functions[0].timeout_from, "default");
}

TEST(functions, merge_environments_as_text) {
  const loaded_text one(
      service_text("  environment:\n    SHARED: 1\n    OWN: provider\n    GONE: null\n"
                   "functions:\n  a:\n    handler: a.b\n    environment:\n      OWN: function\n      FLAG: true\n"
                   "      RATIO: 0.10\n      TABLE: !Ref T\n      JOINED: 'x-${opt:stage, ''s''}'\n"));
  const auto& environment = one->functions[0].environment;
  json::object all;
  for (const auto& [name, value] : environment) all[name] = value;
  EXPECT_TRUE(json::equal(all, json::parse(R"({"SHARED": "1", "OWN": "function", "GONE": null, "FLAG": "true",
      "RATIO": "0.1", "TABLE": {"Ref": "T"}, "JOINED": "x-s"})")))
      << json::serialize(all);
}

TEST(functions, leave_out_environment_values_that_nobody_knows) {
  const loaded_text one(
      service_text("functions:\n  a:\n    handler: a.b\n    environment:\n      A: ${ssm:/x}\n      B: h=${cf:s.o}\n"
                   "      C: {Fn::Sub: '${env:NONE}'}\n      D: d\n"));
  EXPECT_EQ(one->functions[0].environment.size(), 1u);
  EXPECT_TRUE(
      one.warns("serverless.yml:8: functions.a.environment.A: cannot be resolved (no value is given for /x "
                "(a parameter of the parameter store)); this variable is left out of the environment"))
      << one.all_warnings();
  EXPECT_TRUE(one.warns("functions.a.environment.B"));
  EXPECT_TRUE(one.warns("functions.a.environment.C"));
  EXPECT_EQ(one.warned.size(), 3u);
}

TEST(functions, refuse_a_list_where_text_is_needed) {
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: a.b\n    environment:\n      A: [1]\n")).failure(),
            "serverless.yml:8: functions.a.environment.A: expected text, found a list");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: {x: y}\n")).failure(),
            "serverless.yml:6: functions.a.handler: expected text, found a map");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: 5\n")).failure(),
            "serverless.yml:6: functions.a.handler: expected text, found a number");
}

TEST(functions, need_a_handler_or_an_image) {
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    timeout: 3\n")).failure(),
            "serverless.yml:5: functions.a: `handler` is missing; expected text, such as src/index.handler");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    image: 1.ecr/x:1\n"))->functions[0].image, "1.ecr/x:1");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    image: {name: base, command: [x]}\n"))->functions[0].image,
            "base");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: ${env:NONE}\n")).failure(),
            "serverless.yml:6: functions.a.handler: cannot be resolved: the environment variable NONE is not set");
}

TEST(functions, refuse_limits_that_are_no_whole_numbers) {
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: a.b\n    timeout: soon\n")).failure(),
            "serverless.yml:7: functions.a.timeout: expected a whole number from 0 to 86400, found the text 'soon'");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a:\n    handler: a.b\n    timeout: '30'\n"))
                ->functions[0]
                .timeout.count(),
            30);
  EXPECT_NE(loaded_text(service_text("functions:\n  a:\n    handler: a.b\n    memorySize: -1\n")).failure(), "none");
}

TEST(functions, warn_and_go_on_with_the_default) {
  const loaded_text one(
      service_text("  region: ${env:NONE}\n  memorySize: ${env:NONE}\nfunctions:\n  a:\n    handler: a.b\n"));
  EXPECT_EQ(one->region, "us-east-1");
  EXPECT_EQ(one->functions[0].memory_mb, 1024);
  EXPECT_TRUE(one.warns("provider.memorySize: cannot be resolved"));
}

TEST(functions, may_be_a_list_of_maps_that_are_merged) {
  const loaded_text one(
      service_text("functions:\n  - a:\n      handler: a.b\n      environment: {X: 1}\n  -\n"
                   "  - b:\n      handler: b.b\n    a:\n      timeout: 9\n      environment: {Y: 2}\n"));
  ASSERT_EQ(one->functions.size(), 2u) << one.failure();
  EXPECT_EQ(one->functions[0].handler, "a.b");
  EXPECT_EQ(one->functions[0].timeout.count(), 9);
  EXPECT_EQ(one->functions[0].environment.size(), 2u);
  EXPECT_EQ(one->functions[1].key, "b");
}

TEST(functions, without_a_value_are_dropped) {
  EXPECT_TRUE(loaded_text(service_text("functions:\n  a:\n"))->functions.empty());
  EXPECT_TRUE(loaded_text(service_text("functions:\n"))->functions.empty());
}

TEST(functions, refuse_another_form) {
  EXPECT_EQ(loaded_text(service_text("functions: 5\n")).failure(),
            "serverless.yml:4: functions: expected a map of functions, found a number");
  EXPECT_EQ(loaded_text(service_text("functions:\n  a: b\n")).failure(),
            "serverless.yml:5: functions.a: expected a map with a handler, found the text 'b'");
}

TEST(functions, read_no_key_that_nothing_serves) {
  const loaded_text one(service_text(
      "  iam: ${ssm:/never}\n  vpc: ${self:custom.vpc.${opt:stage}}\n"
      "functions:\n  a:\n    handler: a.b\n    iamRoleStatements: ${file(none.yml)}\n    tags: ${self:nothing}\n"));
  EXPECT_EQ(one->functions.size(), 1u);
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(functions, say_a_cycle_of_variables) {
  EXPECT_EQ(loaded_text(service_text("custom:\n  a: ${self:custom.b}\n  b: ${self:custom.a}\nfunctions:\n  f:\n    "
                                     "handler: ${self:custom.a}\n"))
                .failure(),
            "serverless.yml:5: custom.a: the variables depend on each other: custom.a -> custom.b -> custom.a");
}

}  // namespace
}  // namespace lamina::config
