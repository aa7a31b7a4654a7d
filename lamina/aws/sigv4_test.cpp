#include "lamina/aws/sigv4.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lamina/aws/internal/canonical_request.h"
#include "lamina/json/json.h"

namespace lamina::aws {
namespace {

using namespace std::chrono_literals;

// 2015-08-30T12:36:00Z, as in AWS's test suite.
const system_time moment{std::chrono::sys_days{std::chrono::year{2015} / 8 / 30} + 12h + 36min};

json::value test_suite() {
  std::ifstream file(LAMINA_SOURCE_DIR "/parity/sigv4/cases.json");
  return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::string text(const json::value& from, std::string_view key) { return std::string(json::find_string(from, key)); }

bool flag(const json::value& from, std::string_view key, bool otherwise) {
  const json::value* found = json::find(from, key);
  return found ? found->as_bool() : otherwise;
}

std::string authorization(const json::value& suite, const json::value& one) {
  const credentials keys{text(suite, "accessKeyId"), text(suite, "secretAccessKey"), text(one, "sessionToken")};
  const signing_options options{.normalizes_path = flag(one, "normalize", true),
                                .sends_content_hash = flag(one, "contentSha256", false)};
  std::vector<http::header> headers;
  for (const json::value& pair : one.at("headers").as_array())
    headers.push_back({std::string_view(pair.at(0).as_string()), std::string_view(pair.at(1).as_string())});
  const std::string method = text(one, "method");
  const std::string target = text(one, "target");
  const std::string body = text(one, "body");
  const signer subject(keys, text(suite, "service"), options);
  const auto added = subject.sign({method, target, headers, body}, text(suite, "region"), moment);
  EXPECT_EQ(added.front().second, "20150830T123600Z");
  return added.back().second;
}

TEST(sigv4, agrees_with_the_test_suite_of_aws) {
  const json::value suite = test_suite();
  int count = 0;
  for (const json::value& one : suite.at("cases").as_array()) {
    EXPECT_EQ(authorization(suite, one),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
                  text(one, "signedHeaders") + ", Signature=" + text(one, "signature"))
        << text(one, "name");
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
