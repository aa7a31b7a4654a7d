#include "lamina/gateway/authorizers/policy_condition.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

// One request, from 192.0.2.7 at 2026-01-01T00:00:00Z, over TLS, by curl, without a Referer.
class policy_condition_test : public ::testing::Test {
 protected:
  // Does the block hold? What it says when it cannot be judged.
  std::string judge(std::string_view block) {
    std::vector<policy_condition> lines;
    if (const auto read = policy_condition::read(json::parse(block), lines); !read) return read.error().message;
    const policy_facts facts(sent, loop, caller);
    return std::ranges::all_of(lines, [&](const policy_condition& one) { return one.holds(facts); }) ? "yes" : "no";
  }
  // {"<operator>": {"<key>": <values>}}
  std::string judge(std::string_view operation, std::string_view key, std::string_view values) {
    return judge(R"({")" + std::string(operation) + R"(":{")" + std::string(key) + R"(":)" + std::string(values) +
                 "}}");
  }

  std::vector<http::header> headers{{"User-Agent", "curl/8.5"}};
  http::request sent{.method = "GET", .target = "/", .headers = headers, .remote_address = "192.0.2.7", .secure = true};
  lamina::testing::manual_scheduler loop;
  const iam_identity* caller = nullptr;
};

TEST_F(policy_condition_test, addresses_are_in_a_range_or_not) {
  EXPECT_EQ(judge("IpAddress", "aws:SourceIp", R"("192.0.2.0/24")"), "yes");
  EXPECT_EQ(judge("IpAddress", "aws:SourceIp", R"(["203.0.113.0/24","192.0.2.7"])"), "yes");
  EXPECT_EQ(judge("IpAddress", "AWS:sourceip", R"(["203.0.113.0/24"])"), "no");
  EXPECT_EQ(judge("NotIpAddress", "aws:SourceIp", R"(["203.0.113.0/24"])"), "yes");
  EXPECT_EQ(judge("NotIpAddress", "aws:SourceIp", R"(["203.0.113.0/24","192.0.2.0/24"])"), "no");
}

TEST_F(policy_condition_test, texts_are_equal_or_like_each_other) {
  EXPECT_EQ(judge("StringEquals", "aws:UserAgent", R"("curl/8.5")"), "yes");
  EXPECT_EQ(judge("StringEquals", "aws:UserAgent", R"("Curl/8.5")"), "no");
  EXPECT_EQ(judge("StringEquals", "aws:UserAgent", R"("curl/*")"), "no");
  EXPECT_EQ(judge("StringNotEquals", "aws:UserAgent", R"(["a","b"])"), "yes");
  EXPECT_EQ(judge("StringNotEquals", "aws:UserAgent", R"(["a","curl/8.5"])"), "no");
  EXPECT_EQ(judge("StringEqualsIgnoreCase", "aws:UserAgent", R"("CURL/8.5")"), "yes");
  EXPECT_EQ(judge("StringNotEqualsIgnoreCase", "aws:UserAgent", R"("CURL/8.5")"), "no");
  EXPECT_EQ(judge("StringLike", "aws:UserAgent", R"(["wget/*","curl/?.?"])"), "yes");
  EXPECT_EQ(judge("StringNotLike", "aws:UserAgent", R"("curl/*")"), "no");
}

TEST_F(policy_condition_test, booleans_may_be_written_either_way) {
  EXPECT_EQ(judge("Bool", "aws:SecureTransport", R"("true")"), "yes");
  EXPECT_EQ(judge("Bool", "aws:SecureTransport", "true"), "yes");
  EXPECT_EQ(judge("Bool", "aws:SecureTransport", "false"), "no");
  sent.secure = false;
  EXPECT_EQ(judge("Bool", "aws:SecureTransport", R"(["FALSE"])"), "yes");
}

TEST_F(policy_condition_test, dates_are_compared_with_the_clock) {
  EXPECT_EQ(judge("DateLessThan", "aws:CurrentTime", R"("2026-01-01T00:00:01Z")"), "yes");
  EXPECT_EQ(judge("DateLessThan", "aws:CurrentTime", R"("2026-01-01T00:00:00Z")"), "no");
  EXPECT_EQ(judge("DateLessThanEquals", "aws:CurrentTime", R"("2026-01-01")"), "yes");
  EXPECT_EQ(judge("DateGreaterThan", "aws:CurrentTime", R"("2025-12-31T23:59:59+00:00")"), "yes");
  EXPECT_EQ(judge("DateGreaterThanEquals", "aws:EpochTime", "1767225600"), "yes");
  EXPECT_EQ(judge("DateEquals", "aws:CurrentTime", R"("1767225600")"), "yes");
  EXPECT_EQ(judge("DateNotEquals", "aws:CurrentTime", R"("2026-01-01")"), "no");
  EXPECT_EQ(judge("StringEquals", "aws:CurrentTime", R"("2026-01-01T00:00:00Z")"), "yes");
}

TEST_F(policy_condition_test, numbers_are_compared_as_numbers) {
  EXPECT_EQ(judge("NumericEquals", "aws:EpochTime", "1767225600.0"), "yes");
  EXPECT_EQ(judge("NumericNotEquals", "aws:EpochTime", R"("1767225600")"), "no");
  EXPECT_EQ(judge("NumericLessThan", "aws:EpochTime", "1767225601"), "yes");
  EXPECT_EQ(judge("NumericLessThanEquals", "aws:EpochTime", "1767225599"), "no");
  EXPECT_EQ(judge("NumericGreaterThan", "aws:EpochTime", "1767225600"), "no");
  EXPECT_EQ(judge("NumericGreaterThanEquals", "aws:EpochTime", "1767225600"), "yes");
  EXPECT_EQ(judge("NumericEquals", "aws:UserAgent", "8"), "no") << "what is no number is equal to none";
}

TEST_F(policy_condition_test, what_is_missing_fulfils_negative_operators_only) {
  for (const char* operation : {"StringEquals", "StringLike", "NumericLessThan", "IpAddress", "ArnLike"})
    EXPECT_EQ(judge(operation, "aws:Referer", operation == std::string_view("IpAddress") ? R"("::/0")" : R"("1")"),
              "no")
        << operation;
  for (const char* operation : {"StringNotEquals", "StringNotLike", "ArnNotEquals", "NumericNotEquals"})
    EXPECT_EQ(judge(operation, "aws:Referer", R"("1")"), "yes") << operation;
  EXPECT_EQ(judge("StringEquals", "aws:SourceVpce", R"("vpce-1")"), "no") << "a key that no request has here";
  EXPECT_EQ(judge("StringNotEquals", "aws:SourceVpce", R"("vpce-1")"), "yes");
}

TEST_F(policy_condition_test, if_exists_forgives_what_is_missing) {
  EXPECT_EQ(judge("StringEqualsIfExists", "aws:Referer", R"("x")"), "yes");
  EXPECT_EQ(judge("StringEqualsIfExists", "aws:UserAgent", R"("x")"), "no");
  EXPECT_EQ(judge("StringNotEqualsIfExists", "aws:UserAgent", R"("curl/8.5")"), "no");
}

TEST_F(policy_condition_test, null_asks_whether_something_is_there) {
  EXPECT_EQ(judge("Null", "aws:Referer", R"("true")"), "yes");
  EXPECT_EQ(judge("Null", "aws:Referer", "false"), "no");
  EXPECT_EQ(judge("Null", "aws:UserAgent", R"("true")"), "no");
  EXPECT_EQ(judge("Null", "aws:UserAgent", "false"), "yes");
}

TEST_F(policy_condition_test, quantifiers_differ_where_there_is_nothing) {
  EXPECT_EQ(judge("ForAllValues:StringLike", "aws:UserAgent", R"("curl*")"), "yes");
  EXPECT_EQ(judge("ForAllValues:StringLike", "aws:Referer", R"("x")"), "yes");
  EXPECT_EQ(judge("ForAnyValue:StringLike", "aws:UserAgent", R"("curl*")"), "yes");
  EXPECT_EQ(judge("ForAnyValue:StringLike", "aws:Referer", R"("x")"), "no");
  EXPECT_EQ(judge("ForAnyValue:StringNotLike", "aws:Referer", R"("x")"), "no");
}

TEST_F(policy_condition_test, all_lines_must_hold) {
  EXPECT_EQ(judge(R"({"Bool":{"aws:SecureTransport":"true"},"StringLike":{"aws:UserAgent":"curl/*"}})"), "yes");
  EXPECT_EQ(judge(R"({"Bool":{"aws:SecureTransport":"true"},"StringLike":{"aws:UserAgent":"wget/*"}})"), "no");
  EXPECT_EQ(judge(R"({"StringLike":{"aws:UserAgent":"curl/*","aws:Referer":"*"}})"), "no");
  EXPECT_EQ(judge("{}"), "yes");
}

TEST_F(policy_condition_test, who_has_signed_has_a_name) {
  EXPECT_EQ(judge("StringEquals", "aws:PrincipalType", R"("Anonymous")"), "yes");
  EXPECT_EQ(judge("Null", "aws:PrincipalArn", "true"), "yes");
  const iam_identity alice{"AKID", "111111111111", "AIDAX", "arn:aws:iam::111111111111:user/team/alice"};
  caller = &alice;
  EXPECT_EQ(judge("StringEquals", "aws:PrincipalType", R"("User")"), "yes");
  EXPECT_EQ(judge("ArnLike", "aws:PrincipalArn", R"("arn:aws:iam::*:user/team/*")"), "yes");
  EXPECT_EQ(judge("ArnEquals", "aws:PrincipalArn", R"("arn:aws:*:user/team/alice")"), "no") << "a colon ends each part";
  EXPECT_EQ(judge("StringEquals", "aws:PrincipalAccount", R"("111111111111")"), "yes");
  EXPECT_EQ(judge("StringEquals", "aws:username", R"("alice")"), "yes");
  EXPECT_EQ(judge("StringEquals", "aws:userid", R"("AIDAX")"), "yes");
}

TEST_F(policy_condition_test, says_what_cannot_be_judged) {
  EXPECT_EQ(judge("[]"), "Condition: expected an object");
  EXPECT_EQ(judge(R"({"Sounds":{}})"),
            "Condition.Sounds: expected a condition operator (StringEquals, IpAddress, ...)");
  EXPECT_EQ(judge(R"({"NullIfExists":{}})"),
            "Condition.NullIfExists: expected a condition operator (StringEquals, IpAddress, ...)");
  EXPECT_EQ(judge(R"({"Bool":[]})"), "Condition.Bool: expected an object");
  EXPECT_EQ(judge("Bool", "aws:SecureTransport", R"("yes")"),
            "Condition.Bool.aws:SecureTransport: expected true or false, found yes");
  EXPECT_EQ(judge("IpAddress", "aws:SourceIp", R"("nonsense")"),
            "Condition.IpAddress.aws:SourceIp: expected an address or a range (192.0.2.0/24), found nonsense");
  EXPECT_EQ(judge("NumericEquals", "aws:EpochTime", R"("1x")"),
            "Condition.NumericEquals.aws:EpochTime: expected a number, found 1x");
  EXPECT_EQ(judge("DateEquals", "aws:CurrentTime", R"("soon")"),
            "Condition.DateEquals.aws:CurrentTime: expected a date, found soon");
  EXPECT_EQ(judge("StringEquals", "aws:UserAgent", R"([{}])"),
            "Condition.StringEquals.aws:UserAgent: expected a string, a number or a boolean, or a list of them");
  EXPECT_EQ(judge("StringEquals", "aws:username", R"("${aws:PrincipalTag/name}")"),
            "Condition.StringEquals.aws:username: policy variables (${aws:PrincipalTag/name}) cannot be judged here");
}

TEST(wildcards, match_like_iam) {
  EXPECT_TRUE(matches_wildcards("", ""));
  EXPECT_TRUE(matches_wildcards("*", ""));
  EXPECT_TRUE(matches_wildcards("a*c*e", "abcde"));
  EXPECT_TRUE(matches_wildcards("a**", "a"));
  EXPECT_TRUE(matches_wildcards("*ab", "aab"));
  EXPECT_TRUE(matches_wildcards("?", "x"));
  EXPECT_FALSE(matches_wildcards("?", ""));
  EXPECT_FALSE(matches_wildcards("a*b", "abc"));
  EXPECT_FALSE(matches_wildcards("", "a"));
}

TEST(wildcards, many_stars_take_no_time) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(matches_wildcards(pattern + "b", std::string(1600, 'a')));
}

}  // namespace
}  // namespace lamina::gateway
