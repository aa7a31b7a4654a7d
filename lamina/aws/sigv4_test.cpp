#include "lamina/aws/sigv4.h"

#include <gtest/gtest.h>

#include "lamina/aws/internal/canonical_request.h"
#include "lamina/aws/internal/test_suite.h"

namespace lamina::aws {
namespace {

using namespace std::chrono_literals;

const system_time moment = published_time;

TEST(sigv4, agrees_with_the_test_suite_of_aws) {
  int count = 0;
  for (const published_case& one : published_cases(LAMINA_SOURCE_DIR)) {
    credentials keys = published_keys;
    keys.session_token = one.session_token;
    const signer subject(keys, "service",
                         {.normalizes_path = one.is_normalized, .sends_content_hash = one.has_content_hash});
    const auto headers = views_of(one.headers);
    const auto added = subject.sign({one.method, one.target, headers, one.body}, "us-east-1", moment);
    EXPECT_EQ(added.front().second, "20150830T123600Z");
    EXPECT_EQ(added.back().second, one.authorization) << one.name;
    ++count;
  }
  EXPECT_EQ(count, 41);
}

TEST(sigv4, escapes_an_escaped_path_again_but_not_for_s3) {
  const signing_options s3{.normalizes_path = false, .encodes_path_again = false};
  EXPECT_EQ(canonical_path("/dev/@connections/R0oXAdfD0kwCH6w%3D", {}), "/dev/%40connections/R0oXAdfD0kwCH6w%253D");
  EXPECT_EQ(canonical_path("/dev/@connections/R0oXAdfD0kwCH6w%3D", s3), "/dev/%40connections/R0oXAdfD0kwCH6w%3D");
  EXPECT_EQ(canonical_path("//a/../b", s3), "//a/../b");
  EXPECT_EQ(canonical_path("", {}), "/");
  EXPECT_EQ(canonical_path("/../..", {}), "/");
  EXPECT_EQ(canonical_path("/a/b/", {}), "/a/b/");
}

TEST(sigv4, sorts_a_query_by_its_escaped_names_and_values) {
  EXPECT_EQ(canonical_query("b=2&a=2&a=1&a"), "a=&a=1&a=2&b=2");
  EXPECT_EQ(canonical_query("a%20b=%2f&&c"), "a%20b=%2F&c=");
  EXPECT_EQ(canonical_query("a=b=c+d"), "a=b%3Dc%2Bd");
}

TEST(sigv4, leaves_out_what_a_proxy_may_change) {
  const http::header headers[] = {
      {"Host", "h"}, {"User-Agent", "x"}, {"CONNECTION", "close"}, {"X-Amzn-Trace-Id", "1"}};
  const signer subject({"id", "secret"}, "s");
  const auto added = subject.sign({"GET", "/", headers}, "r", moment);
  EXPECT_NE(added.back().second.find("SignedHeaders=host;x-amz-date,"), std::string::npos);
}

TEST(sigv4, can_leave_the_payload_unsigned) {
  const http::header headers[] = {{"Host", "h"}};
  const signer subject({"id", "secret"}, "s", {.signs_payload = false});
  const auto one = subject.sign({"PUT", "/", headers, "one"}, "r", moment);
  const auto other = subject.sign({"PUT", "/", headers, "other"}, "r", moment);
  EXPECT_EQ(one, other);
  EXPECT_EQ(one[1], (std::pair<std::string, std::string>("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")));
}

TEST(sigv4, takes_a_digest_that_is_known) {
  const http::header headers[] = {{"Host", "h"}};
  const signer subject({"id", "secret"}, "s");
  const std::string known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(subject.sign({"PUT", "/", headers, "abc"}, "r", moment),
            subject.sign({"PUT", "/", headers, {}, known}, "r", moment));
}

TEST(sigv4, derives_a_new_key_for_another_day_and_region) {
  const http::header headers[] = {{"Host", "h"}};
  const signer subject({"id", "secret"}, "s");
  const auto first = subject.sign({"GET", "/", headers}, "r", moment);
  EXPECT_NE(first, subject.sign({"GET", "/", headers}, "r", moment + 24h));
  EXPECT_NE(first, subject.sign({"GET", "/", headers}, "q", moment));
  EXPECT_EQ(first, subject.sign({"GET", "/", headers}, "r", moment));
  EXPECT_EQ(first, signer({"id", "secret"}, "s").sign({"GET", "/", headers}, "r", moment));
}

TEST(sigv4, long_secrets_are_keys_too) {
  const http::header headers[] = {{"Host", "h"}};
  const auto sign = [&](std::size_t length) {
    return signer({"id", std::string(length, 'x')}, "s").sign({"GET", "/", headers}, "r", moment).back().second;
  };
  EXPECT_NE(sign(60), sign(61));
  EXPECT_NE(sign(61), sign(200));
}

TEST(sigv4, writes_times_as_aws_does) {
  EXPECT_EQ(signing_time(moment + 999ms), "20150830T123600Z");
  EXPECT_EQ(signing_time(system_time(0s)), "19700101T000000Z");
}

}  // namespace
}  // namespace lamina::aws
