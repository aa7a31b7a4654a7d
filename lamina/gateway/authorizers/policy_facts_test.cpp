#include "lamina/gateway/authorizers/policy_facts.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

TEST(policy_facts, keys_are_found_whatever_their_case) {
  EXPECT_EQ(condition_key_of("aws:SourceIp"), condition_key::source_ip);
  EXPECT_EQ(condition_key_of("AWS:SOURCEIP"), condition_key::source_ip);
  EXPECT_EQ(condition_key_of("aws:SourceVpc"), condition_key::absent);
  EXPECT_EQ(condition_key_of(""), condition_key::absent);
}

TEST(policy_facts, tell_what_the_request_has) {
  const std::vector<http::header> headers{{"user-agent", "a"}, {"User-Agent", "b"}};
  const http::request sent{.headers = headers, .remote_address = "::1"};
  lamina::testing::manual_scheduler loop;
  const policy_facts facts(sent, loop);
  std::string storage;
  EXPECT_EQ(facts.text(condition_key::source_ip, storage), "::1");
  EXPECT_EQ(facts.text(condition_key::user_agent, storage), "b");
  EXPECT_EQ(facts.text(condition_key::referer, storage), std::nullopt);
  EXPECT_EQ(facts.text(condition_key::secure_transport, storage), "false");
  EXPECT_EQ(facts.text(condition_key::current_time, storage), "2026-01-01T00:00:00Z");
  EXPECT_EQ(facts.text(condition_key::epoch_time, storage), "1767225600");
  EXPECT_EQ(facts.text(condition_key::user_name, storage), std::nullopt);
  EXPECT_EQ(facts.text(condition_key::absent, storage), std::nullopt);
}

TEST(policy_facts, callers_are_of_a_type) {
  const http::request sent;
  lamina::testing::manual_scheduler loop;
  std::string storage;
  const auto type_of = [&](std::string_view arn) {
    const iam_identity who{"AKID", "111111111111", "AIDAX", std::string(arn)};
    return std::string(*policy_facts(sent, loop, &who).text(condition_key::principal_type, storage));
  };
  EXPECT_EQ(type_of("arn:aws:iam::111111111111:user/alice"), "User");
  EXPECT_EQ(type_of("arn:aws:iam::111111111111:root"), "Account");
  EXPECT_EQ(type_of("arn:aws:sts::111111111111:assumed-role/deploy/session"), "AssumedRole");
  EXPECT_EQ(type_of("arn:aws:sts::111111111111:federated-user/bob"), "FederatedUser");
}

}  // namespace
}  // namespace lamina::gateway
