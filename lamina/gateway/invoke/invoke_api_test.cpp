#include "lamina/gateway/invoke/invoke_api.h"

#include <gtest/gtest.h>

#include "lamina/config/serverless.h"
#include "lamina/gateway/internal/scripted.h"

namespace lamina::gateway {
namespace {

using internal::scripted;

config::service service_of(std::string_view functions) {
  config::warnings warned;
  return config::load_serverless_text(
             "service: shop\nprovider: {name: aws, region: eu-west-1}\nfunctions:\n" + std::string(functions), {},
             warned)
      .value();
}

function_map functions_of(std::initializer_list<const char*> keys) {
  function_map all;
  for (const char* key : keys) all[key] = std::make_shared<scripted>("1");
  return all;
}

TEST(invoke_api, finds_functions_by_deployed_name_and_by_key) {
  const auto service = service_of("  a: {handler: x.y}\n  b: {handler: x.y, name: a2}\n  a2: {handler: x.y}\n");
  gateway_options options;
  const auto functions = functions_of({"a", "b"});
  options.queued = functions_of({"a", "b"});
  const auto api = make_invoke_api(service, functions, options);
  EXPECT_EQ(api.find("shop-dev-a")->key, "a");
  EXPECT_EQ(api.find("a")->key, "a");
  EXPECT_EQ(api.find("a2")->key, "b");  // names go before keys
  EXPECT_EQ(api.find("shop-dev-a2")->key, "a2");
  EXPECT_EQ(api.find("c"), nullptr);
  EXPECT_EQ(api.find("a")->function, functions.at("a").get());
  EXPECT_EQ(api.find("a")->queued, options.queued.at("a").get());
  EXPECT_EQ(api.find("shop-dev-a2")->function, nullptr);
  EXPECT_EQ(api.arn_of("a2"), "arn:aws:lambda:eu-west-1:000000000000:function:a2");
}

TEST(event_targets, are_the_functions_that_can_be_run_with_what_they_ask_for) {
  const auto service = service_of(
      "  a: {handler: x.y, maximumRetryAttempts: 1, maximumEventAge: 90, reservedConcurrency: 0}\n  b: {handler: "
      "x.y}\n");
  const auto made = make_event_targets(service, functions_of({"a"}), {});
  ASSERT_EQ(made.all.size(), 1U);
  EXPECT_EQ(made.all[0].key, "a");
  EXPECT_EQ(made.all[0].arn, "arn:aws:lambda:eu-west-1:000000000000:function:shop-dev-a");
  EXPECT_EQ(made.all[0].max_retries, 1U);
  EXPECT_EQ(made.all[0].max_age, std::chrono::seconds(90));
  EXPECT_TRUE(made.all[0].is_closed);
  EXPECT_TRUE(made.notes.empty());
}

TEST(event_targets, a_destination_may_name_a_function_in_many_ways) {
  for (const char* name : {"b", "shop-dev-b", "'arn:aws:lambda:eu-west-1:000000000000:function:shop-dev-b'",
                           "{type: function, arn: !GetAtt BLambdaFunction.Arn}"}) {
    const auto service = service_of("  a:\n    handler: x.y\n    destinations: {onSuccess: " + std::string(name) +
                                    "}\n  b: {handler: x.y}\n");
    const auto made = make_event_targets(service, functions_of({"a", "b"}), {});
    EXPECT_EQ(made.all[0].on_success.function, "b") << name;
    EXPECT_TRUE(made.all[0].on_failure.function.empty());
    EXPECT_TRUE(made.notes.empty());
  }
}

TEST(event_targets, what_cannot_be_reached_from_here_is_said) {
  const auto service = service_of(
      "  a:\n    handler: x.y\n    onError: arn:aws:sns:eu-west-1:1:dead\n"
      "    destinations: {onSuccess: b, onFailure: {type: sqs, arn: !GetAtt Dead.Arn}}\n  b: {handler: x.y}\n");
  const auto made = make_event_targets(service, functions_of({"a"}), {});
  EXPECT_EQ(made.all[0].on_success.elsewhere, "b");
  EXPECT_EQ(made.all[0].on_failure.elsewhere, R"({"Fn::GetAtt":["Dead","Arn"]})");
  EXPECT_EQ(made.all[0].dead_letters, "arn:aws:sns:eu-west-1:1:dead");
  ASSERT_EQ(made.notes.size(), 3U);
  EXPECT_EQ(made.notes[1],
            "serverless.yml:4: functions.a.destinations.onFailure: {\"Fn::GetAtt\":[\"Dead\",\"Arn\"]}: is "
            "no function that is served here; its records go to the log");
}

}  // namespace
}  // namespace lamina::gateway
