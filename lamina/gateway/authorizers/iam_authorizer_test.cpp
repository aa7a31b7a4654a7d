#include "lamina/gateway/authorizers/iam_authorizer.h"

#include <gtest/gtest.h>

#include "lamina/aws/sigv4.h"
#include "lamina/gateway/internal/shown_request.h"
#include "lamina/json/json.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::gateway {
namespace {

using namespace std::chrono_literals;
using verdict = authorization::verdict;
using internal::shown_request;

const aws::credentials alice{"AKIDALICE", "secret", ""}, bob{"AKIDBOB", "secret", ""},
    mallory{"AKIDMALLORY", "other", ""};

std::optional<policy> of_bob() {
  return *policy::read(json::parse(R"({"Statement":[
      {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn/GET/*",
       "Condition":{"StringEquals":{"aws:username":"bob"}}},
      {"Effect":"Deny","Action":"execute-api:Invoke","Resource":"arn/GET/secret"}]})"));
}

class iam_authorizer_test : public ::testing::Test {
 protected:
  // A POST with a body, signed for the service and sent to it.
  authorization send(const aws::credentials& by, std::string_view service = "execute-api",
                     std::string_view arn = "arn/GET/pets") {
    shown_request request;
    request.arn = arn;
    request.raw.method = "POST";
    request.raw.target = "/dev/pets?b=2&a=1";
    request.raw.body = "{}";
    std::vector<http::header> headers = {{"Host", "api.example"}};
    const aws::signer signer(by, std::string(service));
    const auto added = signer.sign({request.raw.method, request.raw.target, headers, request.raw.body}, "eu-west-1",
                                   loop.wall_clock());
    for (const auto& [name, value] : added) headers.push_back({name, value});
    request.raw.headers = headers;
    return decide(request);
  }
  authorization decide(shown_request& request) {
    authorization said;
    EXPECT_TRUE(guard.decide(request, said));
    EXPECT_TRUE(said.granted || !said.is_allowed());
    return said;
  }

  lamina::testing::manual_scheduler loop;
  iam_authorizer guard{{.region = "eu-west-1",
                        .tells_context = true,
                        .callers = {{{"AKIDROOT", "root secret", ""}, "000000000000", ""},
                                    {alice, "111111111111", "arn:aws:iam::111111111111:user/alice"},
                                    {bob, "111111111111", "arn:aws:iam::111111111111:user/bob", of_bob()}}},
                       loop};
};

TEST_F(iam_authorizer_test, lets_through_who_has_signed) {
  const authorization said = send(alice);
  ASSERT_EQ(said.what, verdict::allowed);
  EXPECT_EQ(said.log, "signed");
  EXPECT_EQ(said.granted->from, grant::source::iam);
  EXPECT_EQ(said.granted->principal_id, "arn:aws:iam::111111111111:user/alice");
  const iam_identity& who = *said.granted->identity;
  EXPECT_EQ(who.access_key, "AKIDALICE");
  EXPECT_EQ(who.account_id, "111111111111");
  EXPECT_EQ(who.user_arn, "arn:aws:iam::111111111111:user/alice");
  EXPECT_EQ(who.caller.size(), 21U);
  EXPECT_TRUE(who.caller.starts_with("AIDA"));
  const auto context = json::parse(said.granted->context);
  EXPECT_EQ(context.at("accessKey"), "AKIDALICE");
  EXPECT_EQ(context.at("callerId"), json::string(who.caller));
  EXPECT_TRUE(context.at("cognitoIdentity").is_null());
}

TEST_F(iam_authorizer_test, keys_without_an_arn_are_the_accounts_own) {
  const authorization said = send({"AKIDROOT", "root secret", ""});
  ASSERT_TRUE(said.is_allowed());
  EXPECT_EQ(said.granted->identity->user_arn, "arn:aws:iam::000000000000:root");
  EXPECT_EQ(said.granted->identity->caller, "000000000000");
}

TEST_F(iam_authorizer_test, a_policy_says_what_a_key_may_do) {
  EXPECT_EQ(send(bob).what, verdict::allowed);
  const authorization put = send(bob, "execute-api", "arn/PUT/pets");
  EXPECT_EQ(put.what, verdict::access_denied);
  ASSERT_TRUE(put.granted) << "who it was is known";
  EXPECT_EQ(put.granted->identity->user_arn, "arn:aws:iam::111111111111:user/bob");
  EXPECT_EQ(send(bob, "execute-api", "arn/GET/secret").what, verdict::access_denied_explicitly);
  EXPECT_EQ(send(alice, "execute-api", "arn/GET/secret").what, verdict::allowed) << "without a policy all is allowed";
}

TEST_F(iam_authorizer_test, refuses_all_others_each_with_its_words) {
  shown_request bare;
  EXPECT_EQ(decide(bare).what, verdict::missing_authentication_token);
  const authorization unknown = send(mallory);
  EXPECT_EQ(unknown.what, verdict::invalid_signature);
  EXPECT_EQ(unknown.error_type, "UnrecognizedClientException");
  EXPECT_EQ(unknown.message, "The security token included in the request is invalid.");
  EXPECT_EQ(send({"AKIDALICE", "wrong", ""}).error_type, "InvalidSignatureException");
  EXPECT_EQ(send(alice, "lambda").error_type, "InvalidSignatureException");
}

TEST_F(iam_authorizer_test, tells_rest_apis_the_identity_alone) {
  iam_authorizer rest({.region = "eu-west-1", .callers = {{alice, "1", ""}}}, loop);
  std::vector<http::header> headers = {{"Host", "api.example"}};
  const auto added = aws::signer(alice, "execute-api").sign({"GET", "/", headers}, "eu-west-1", loop.wall_clock());
  for (const auto& [name, value] : added) headers.push_back({name, value});
  shown_request request(headers);
  request.raw.target = "/";
  authorization said;
  EXPECT_TRUE(rest.decide(request, said));
  ASSERT_TRUE(said.is_allowed());
  EXPECT_EQ(said.granted->context, "");
}

TEST_F(iam_authorizer_test, answers_who_asks_anyway) {
  shown_request bare;
  std::optional<verdict> got;
  guard.ask(bare, [&](authorization said) { got = said.what; });
  EXPECT_FALSE(got);
  loop.run_ready();
  EXPECT_EQ(got, verdict::missing_authentication_token);
}

}  // namespace
}  // namespace lamina::gateway
