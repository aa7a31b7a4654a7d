#include "examples/user_store/authorizer.h"

#include <gtest/gtest.h>

#include "examples/user_store/temporary_store.h"
#include "examples/user_store/tokens.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

constexpr system_time start = system_time(1000s);
constexpr std::string_view arn = "arn:aws:execute-api:us-east-1:123456789012:abc/dev/GET/api/user/self";

class authorizer_of_a_store : public ::testing::Test {
 protected:
  json::value answer(std::string_view header, std::string_view method_arn = arn) const {
    return authorizer(key).answer({{"type", "TOKEN"}, {"authorizationToken", header}, {"methodArn", method_arn}},
                                  start);
  }
  std::string token(const std::vector<std::string>& scopes) const {
    return make_token(key->get(), "alice", scopes, start);
  }

  temporary_store temporary;
  std::shared_ptr<signing_key> key = std::make_shared<signing_key>(temporary.store, "password");
};

TEST_F(authorizer_of_a_store, allows_the_whole_guarded_api_of_the_stage) {
  const json::value expected = json::parse(R"({
    "principalId": "alice",
    "policyDocument": {"Version": "2012-10-17", "Statement": [{
      "Action": "execute-api:Invoke", "Effect": "Allow",
      "Resource": ["arn:aws:execute-api:us-east-1:123456789012:abc/dev/*/api",
                   "arn:aws:execute-api:us-east-1:123456789012:abc/dev/*/api/*"]}]},
    "context": {"id": "alice", "exp": 4600}})");
  EXPECT_TRUE(json::equal(answer("Bearer " + token({"self"})), expected));
  EXPECT_TRUE(json::equal(answer("bearer " + token({"self"})), expected));
}

TEST_F(authorizer_of_a_store, denies_another_scope_by_name) {
  for (const auto& scopes : std::vector<std::vector<std::string>>{{"user"}, {}}) {
    const json::value policy = answer("Bearer " + token(scopes));
    EXPECT_EQ(policy.at("principalId"), "alice");
    EXPECT_EQ(policy.at("policyDocument").at("Statement").at(0).at("Effect"), "Deny");
  }
}

TEST_F(authorizer_of_a_store, says_unauthorized_to_anything_else) {
  const std::string good = token({"self"});
  for (const std::string& header : {std::string(), std::string("Bearer "), std::string("Bearer garbage"), good,
                                    "Foobar " + good, "Bearer " + make_token("other", "alice", {"self"}, start),
                                    "Bearer " + make_token(key->get(), "alice", {"self"}, start - 2h)}) {
    try {
      answer(header);
      ADD_FAILURE() << header;
    } catch (const error& thrown) {
      EXPECT_EQ(thrown.message, "Unauthorized");
    }
  }
}

TEST_F(authorizer_of_a_store, fails_without_a_method_to_speak_about) {
  for (const char* broken : {"", "arn:aws", "abc/dev/GET/api", "arn:aws:execute-api:r:1:abc"}) {
    EXPECT_THROW(answer("Bearer " + token({"self"}), broken), error) << broken;
  }
}

}  // namespace
}  // namespace user_store
