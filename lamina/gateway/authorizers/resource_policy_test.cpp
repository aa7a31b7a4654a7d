#include "lamina/gateway/authorizers/resource_policy.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using decision = policy::decision;

constexpr const char* arn = "arn:aws:execute-api:eu-west-1:000000000000:abc/dev/GET/pets";

decision decide(std::string_view document, std::string_view source_ip, std::string_view method_arn = arn) {
  const auto read = resource_policy::read(json::parse(document));
  EXPECT_TRUE(read) << read.error().message;
  return read->decide(method_arn, source_ip);
}

std::string error_of(std::string_view document) {
  const auto read = resource_policy::read(json::parse(document));
  return read ? "" : read.error().message;
}

TEST(ip_range, has_the_addresses_of_its_prefix) {
  EXPECT_TRUE(ip_range::read("192.0.2.0/24")->contains("192.0.2.255"));
  EXPECT_FALSE(ip_range::read("192.0.2.0/24")->contains("192.0.3.0"));
  EXPECT_TRUE(ip_range::read("10.0.0.0/9")->contains("10.127.0.1"));
  EXPECT_FALSE(ip_range::read("10.0.0.0/9")->contains("10.128.0.1"));
  EXPECT_TRUE(ip_range::read("0.0.0.0/0")->contains("203.0.113.9"));
  EXPECT_FALSE(ip_range::read("0.0.0.0/0")->contains("2001:db8::1"));
  EXPECT_TRUE(ip_range::read("2001:db8::/33")->contains("2001:db8:7fff::1"));
  EXPECT_FALSE(ip_range::read("2001:db8::/33")->contains("2001:db8:8000::1"));
  EXPECT_TRUE(ip_range::read("192.0.2.1")->contains("::ffff:192.0.2.1"));
  EXPECT_FALSE(ip_range::read("192.0.2.1")->contains("192.0.2.2"));
  EXPECT_FALSE(ip_range::read("0.0.0.0/0")->contains("nonsense"));
}

TEST(ip_range, is_read_strictly) {
  for (const char* text : {"", "192.0.2", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/8x", "::/129", "*"})
    EXPECT_FALSE(ip_range::read(text)) << text;
}

TEST(resource_policy, lets_in_whom_a_statement_allows) {
  constexpr const char* inside = R"([{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke",
      "Resource":["execute-api:/*/GET/*"],"Condition":{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","::1"]}}}])";
  EXPECT_EQ(decide(inside, "192.0.2.7"), decision::allow);
  EXPECT_EQ(decide(inside, "::1"), decision::allow);
  EXPECT_EQ(decide(inside, "203.0.113.9"), decision::deny);
  EXPECT_EQ(decide(inside, "192.0.2.7", "arn:aws:execute-api:eu-west-1:000000000000:abc/dev/PUT/pets"), decision::deny);
}

TEST(resource_policy, a_deny_beats_every_allow) {
  constexpr const char* outside = R"({"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"execute-api:*","Resource":"*"},
      {"Effect":"Deny","Principal":{"AWS":["*"]},"Action":"*","Resource":"arn:aws:execute-api:*:*:*/dev/*",
       "Condition":{"NotIpAddress":{"AWS:sourceip":"192.0.2.0/24"}}}]})";
  EXPECT_EQ(decide(outside, "192.0.2.7"), decision::allow);
  EXPECT_EQ(decide(outside, "203.0.113.9"), decision::explicit_deny);
}

TEST(resource_policy, statements_about_other_actions_say_nothing) {
  EXPECT_EQ(decide(R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"})", "::1"),
            decision::deny);
}

TEST(resource_policy, says_what_it_cannot_judge) {
  const auto statement = [](std::string_view more) {
    return R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",)" + std::string(more) + "}]";
  };
  EXPECT_EQ(error_of(statement(R"("NotAction":"x")")), "NotAction cannot be judged here");
  EXPECT_EQ(error_of(statement(R"("Condition":{"StringEquals":{}})")),
            "Condition.StringEquals: only IpAddress and NotIpAddress can be judged here");
  EXPECT_EQ(error_of(statement(R"("Condition":{"IpAddress":{"aws:VpcSourceIp":"::1"}})")),
            "Condition.IpAddress.aws:VpcSourceIp: only aws:SourceIp can be judged here");
  EXPECT_NE(error_of(statement(R"("Condition":{"IpAddress":{"aws:SourceIp":"nonsense"}})")), "");
  for (const char* document :
       {"7", "[7]", "null", R"({"Statement":7})", R"([{"Effect":"Maybe"}])",
        R"([{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"*","Resource":"*"}])",
        R"([{"Effect":"Allow","Action":"*","Resource":"*"}])", R"([{"Effect":"Allow","Principal":"*","Resource":"*"}])",
        R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":{"Fn::Join":[]}}])"})
    EXPECT_NE(error_of(document), "") << document;
}

}  // namespace
}  // namespace lamina::gateway
