#include "lamina/aws/signature_check.h"

#include <gmock/gmock.h>

#include "lamina/aws/internal/canonical_request.h"
#include "lamina/aws/internal/sha256.h"
#include "lamina/aws/internal/test_suite.h"
#include "lamina/base/hex.h"

namespace lamina::aws {
namespace {

using namespace std::chrono_literals;

const system_time moment = published_time;
const credentials keys{"AKIDEXAMPLE", "secret"};

// A signed request, to be spoilt by a test.
struct signed_request {
  explicit signed_request(const credentials& of = keys, signing_options options = {}) {
    const auto before = views_of(headers);
    for (auto& one : signer(of, "execute-api", options).sign({method, target, before, body}, "eu-west-1", moment))
      headers.push_back(std::move(one));
  }

  std::string& header(std::string_view name) {
    for (auto& [key, value] : headers)
      if (http::equal_ignoring_case(key, name)) return value;
    return headers.emplace_back(name, "").second;
  }
  void drop(std::string_view name) {
    std::erase_if(headers, [name](const auto& one) { return http::equal_ignoring_case(one.first, name); });
  }
  void replace(std::string_view what, std::string_view with) {
    std::string& text = header("authorization");
    text.replace(text.find(what), what.size(), with);
  }

  // "accepted ID", or name and message of the error.
  std::string check(std::span<const credentials> known = {&keys, 1}, system_time now = moment,
                    std::string_view region = "") const {
    const auto views = views_of(headers);
    const auto said = check_signature({method, target, views, body}, known, "execute-api", region, now);
    if (said) return "accepted " + *said;
    EXPECT_EQ(said.error().status_code, 403);
    return said.error().name + ": " + said.error().message;
  }

  std::string method = "POST";
  std::string target = "/dev/@connections/R0oXAdfD0kwCH6w%3D";
  std::vector<std::pair<std::string, std::string>> headers = {{"Host", "api.example"}, {"Content-Type", "text/plain"}};
  std::string body = "hello";
};

constexpr const char* mismatch =
    "InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check "
    "your AWS Secret Access Key and signing method. Consult the service documentation for details.";

TEST(signature_check, accepts_the_test_suite_of_aws) {
  int count = 0;
  for (const published_case& one : published_cases(LAMINA_SOURCE_DIR)) {
    if (!one.is_normalized) continue;  // S3's
    auto headers = one.headers;
    headers.emplace_back("X-Amz-Date", "20150830T123600Z");
    headers.emplace_back("Authorization", one.authorization);
    if (!one.session_token.empty()) headers.emplace_back("X-Amz-Security-Token", one.session_token);
    if (one.has_content_hash)
      headers.emplace_back("X-Amz-Content-Sha256", "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e");
    const auto views = views_of(headers);
    credentials known = published_keys;
    known.session_token = http::find_header(views, "x-amz-security-token");
    const signable_request request{one.method, one.target, views, one.body};
    const auto said = check_signature(request, {&known, 1}, "service", "us-east-1", moment);
    EXPECT_TRUE(said) << one.name << ": " << said.error().message;
    known.secret_access_key += 'x';
    EXPECT_FALSE(check_signature(request, {&known, 1}, "service", "us-east-1", moment)) << one.name;
    ++count;
  }
  EXPECT_EQ(count, 34);
}

TEST(signature_check, tells_whose_request_it_is) {
  const credentials known[] = {{"OTHER", "x"}, keys};
  EXPECT_EQ(signed_request().check(known), "accepted AKIDEXAMPLE");
  EXPECT_EQ(signed_request().check(known, moment, "eu-west-1"), "accepted AKIDEXAMPLE");
}

TEST(signature_check, notices_what_was_changed) {
  const std::vector<std::function<void(signed_request&)>> changes = {
      [](signed_request& one) { one.method = "DELETE"; },
      [](signed_request& one) { one.target = "/dev/@connections/other"; },
      [](signed_request& one) { one.target += "?a=b"; },
      [](signed_request& one) { one.body = "hellp"; },
      [](signed_request& one) { one.header("host") = "api.example.com"; },
      [](signed_request& one) { one.headers.emplace_back("content-type", "text/plain"); },
      [](signed_request& one) { one.drop("content-type"); },
      [](signed_request& one) { one.header("x-amz-date") = "20150830T123601Z"; },
      [](signed_request& one) { one.header("x-amz-content-sha256") = "UNSIGNED-PAYLOAD"; },
      [](signed_request& one) { one.header("authorization").back() ^= 1; },
      [](signed_request& one) { one.header("authorization").pop_back(); },
      [](signed_request& one) { one.replace("content-type;host", "host;content-type"); },
      [](signed_request& one) { one.replace("content-type;", ""); },
      [](signed_request& one) { one.replace("eu-west-1", "eu-west-2"); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    signed_request one;
    changes[i](one);
    EXPECT_EQ(one.check(), mismatch) << "change " << i;
  }
}

TEST(signature_check, ignores_what_is_not_signed) {
  signed_request one;
  one.headers.emplace_back("X-Forwarded-For", "1.2.3.4");
  one.header("content-type") = "  text/plain ";
  EXPECT_EQ(one.check(), "accepted AKIDEXAMPLE");
}

TEST(signature_check, does_not_take_an_unsigned_payload) {
  EXPECT_EQ(signed_request(keys, {.signs_payload = false}).check(), mismatch);
  EXPECT_EQ(signed_request(keys, {.sends_content_hash = true}).check(), "accepted AKIDEXAMPLE");
}

TEST(signature_check, misses_a_signature) {
  signed_request one;
  one.drop("authorization");
  EXPECT_EQ(one.check(), "MissingAuthenticationTokenException: Missing Authentication Token");
}

TEST(signature_check, says_what_is_incomplete) {
  const std::pair<const char*, const char*> cases[] = {
      {"Bearer x", "Authorization header requires 'AWS4-HMAC-SHA256'."},
      {"AWS4-HMAC-SHA256",
       "Authorization header requires 'Credential' parameter. Authorization header requires "
       "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."},
      {"AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host",
       "Authorization header requires 'Signature' parameter."},
      {"AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=x",
       "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term."},
      {"AWS4-HMAC-SHA256 ,,=,Credential=a/b/c/d/e/f,SignedHeaders=host,Signature=x",
       "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term."},
  };
  for (const auto& [header, expected] : cases) {
    signed_request one;
    one.header("authorization") = header;
    EXPECT_EQ(one.check(), std::string("IncompleteSignatureException: ") + expected);
  }
  signed_request one;
  one.drop("x-amz-date");
  EXPECT_EQ(one.check(),
            "IncompleteSignatureException: Authorization header requires existence of a 'X-Amz-Date' header.");
  for (const char* const time : {"2015-08-30T12:36:00Z", "20150830T123600", "20151330T123600Z", "20150830T243600Z",
                                 "2015083 T123600Z", "+0150830T123600Z", "20150230T123600Z"}) {
    one.header("x-amz-date") = time;
    EXPECT_THAT(one.check(), testing::StartsWith("IncompleteSignatureException: Date must be in")) << time;
  }
}

TEST(signature_check, allows_five_minutes_between_the_clocks) {
  const signed_request one;
  EXPECT_EQ(one.check({&keys, 1}, moment + 5min), "accepted AKIDEXAMPLE");
  EXPECT_EQ(one.check({&keys, 1}, moment - 5min), "accepted AKIDEXAMPLE");
  EXPECT_EQ(one.check({&keys, 1}, moment + 5min + 1s),
            "InvalidSignatureException: Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            "(20150830T124101Z - 5 min.)");
  EXPECT_EQ(one.check({&keys, 1}, moment - 5min - 1s),
            "InvalidSignatureException: Signature not yet current: 20150830T123600Z is still later than "
            "20150830T123559Z (20150830T123059Z + 5 min.)");
}

TEST(signature_check, knows_its_service_region_day_and_clients) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"aws4_request", "aws3_request",
       "InvalidSignatureException: Credential should be scoped with a valid terminator"},
      {"execute-api", "s3",
       "InvalidSignatureException: Credential should be scoped to correct service: 'execute-api'."},
      {"/eu-west-1/", "//", "InvalidSignatureException: Credential should be scoped to a valid region."},
      {"/20150830/", "/20150829/", "InvalidSignatureException: Date in Credential scope does not match"},
      {"AKIDEXAMPLE", "SOMEBODY",
       "UnrecognizedClientException: The security token included in the request is invalid."},
      {"host;", "", "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader'"},
  };
  for (const auto& [what, with, expected] : cases) {
    signed_request one;
    one.replace(what, with);
    EXPECT_THAT(one.check(), testing::StartsWith(expected));
  }
  EXPECT_EQ(signed_request().check({&keys, 1}, moment, "us-east-1"),
            "InvalidSignatureException: Credential should be scoped to a valid region.");
  EXPECT_THAT(signed_request().check({}), testing::StartsWith("UnrecognizedClientException"));
}

TEST(signature_check, wants_the_session_token_of_the_keys) {
  const credentials with_token{keys.access_key_id, keys.secret_access_key, "token"};
  EXPECT_EQ(signed_request(with_token).check({&with_token, 1}), "accepted AKIDEXAMPLE");
  EXPECT_THAT(signed_request(with_token).check({&keys, 1}), testing::StartsWith("UnrecognizedClientException"));
  EXPECT_THAT(signed_request(keys).check({&with_token, 1}), testing::StartsWith("UnrecognizedClientException"));
  signed_request one(with_token);
  one.header("x-amz-security-token") = "tokem";
  EXPECT_THAT(one.check({&with_token, 1}), testing::StartsWith("UnrecognizedClientException"));
}

TEST(signature_check, bounds_the_headers_that_are_signed) {
  signed_request one;
  std::string many = "host";
  for (int i = 0; i < 200; ++i) many += ";x";
  one.replace("content-type;host", many);
  EXPECT_THAT(one.check(), testing::StartsWith("InvalidSignatureException"));
}

// Made by hand from the parts, as the guide on presigned URLs says.
struct presigned_url {
  std::string method = "GET", path = "/dev/pets", query = "b=2&a=1", expires = "60";
  credentials by = keys;

  std::string target() const {
    const std::string scope = "20150830/eu-west-1/execute-api/aws4_request";
    std::string unsigned_target = path + "?" + query + (query.empty() ? "" : "&") +
                                  "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + by.access_key_id +
                                  "%2F20150830%2Feu-west-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20150830T123600Z" +
                                  "&X-Amz-Expires=" + expires + "&X-Amz-SignedHeaders=host";
    if (!by.session_token.empty()) unsigned_target += "&X-Amz-Security-Token=" + by.session_token;
    const std::string canonical = canonical_request(method, unsigned_target, {}, {{"host", "api.example"}},
                                                    hex_encode(bytes_of(sha256({std::string_view()}))));
    const std::string key = derived_key(by.secret_access_key, "20150830", "eu-west-1", "execute-api");
    const digest signature = hmac_sha256(key, string_to_sign("20150830T123600Z", scope, canonical));
    return unsigned_target + "&X-Amz-Signature=" + hex_encode(bytes_of(signature));
  }
};

std::string check_url(const std::string& target, std::chrono::seconds later = 0s, const credentials& known = keys) {
  const http::header headers[] = {{"Host", "api.example"}};
  const auto said =
      check_signature({"GET", target, headers, {}}, {&known, 1}, "execute-api", "eu-west-1", moment + later);
  return said ? "accepted " + *said : said.error().name + ": " + said.error().message;
}

TEST(signature_check, accepts_a_presigned_url_while_it_is_good) {
  const std::string target = presigned_url{}.target();
  EXPECT_EQ(check_url(target), "accepted AKIDEXAMPLE");
  EXPECT_EQ(check_url(target, 60s), "accepted AKIDEXAMPLE");
  EXPECT_EQ(check_url(target, 61s),
            "InvalidSignatureException: Signature expired: 20150830T123700Z is now earlier than 20150830T123701Z.");
  EXPECT_EQ(check_url(target, -301s).substr(0, 51), "InvalidSignatureException: Signature not yet curren");
  const credentials session{"ASIA", "secret", "token"};
  EXPECT_EQ(check_url(presigned_url{.by = session}.target(), 0s, session), "accepted ASIA");
  EXPECT_EQ(check_url(presigned_url{.query = ""}.target()), "accepted AKIDEXAMPLE");
}

TEST(signature_check, refuses_a_presigned_url_that_was_changed) {
  std::string target = presigned_url{}.target();
  target[target.find("a=1") + 2] = '2';
  EXPECT_EQ(check_url(target), mismatch);
  EXPECT_EQ(check_url(presigned_url{.by = {"AKIDEXAMPLE", "wrong", ""}}.target()), mismatch);
}

TEST(signature_check, refuses_a_presigned_url_that_is_not_whole) {
  for (const char* part : {"X-Amz-Algorithm=", "X-Amz-Credential=", "X-Amz-Date=", "X-Amz-Expires=",
                           "X-Amz-SignedHeaders=", "X-Amz-Signature="}) {
    std::string target = presigned_url{}.target();
    target.replace(target.find(part), std::string_view(part).size(), "gone=");
    EXPECT_EQ(check_url(target).substr(0, 28), "IncompleteSignatureException") << part;
  }
  for (const char* expires : {"0", "604801", "-1", "1x", "99999999999"})
    EXPECT_EQ(check_url(presigned_url{.expires = expires}.target()),
              "IncompleteSignatureException: X-Amz-Expires must be a number of seconds from 1 to 604800.");
  EXPECT_EQ(check_url("/dev/pets?X-Amz-Foo=1").substr(0, 35), "MissingAuthenticationTokenException");
}

}  // namespace
}  // namespace lamina::aws
