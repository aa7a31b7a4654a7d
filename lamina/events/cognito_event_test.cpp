#include "lamina/events/cognito_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(cognito_event, says_who_does_what) {
  const json::value document = read_sample_event("cognito-pre-sign-up");
  const auto event = cognito_event::from_event(document);
  EXPECT_EQ(event.trigger_source(), "PreSignUp_SignUp");
  EXPECT_EQ(event.user_pool_id(), "us-east-1_uPoolId");
  EXPECT_EQ(event.client_id(), "clientId");
  EXPECT_EQ(event.region(), "us-east-1");
  EXPECT_EQ(event.user_name(), "janedoe");
  EXPECT_EQ(event.user_attribute("email"), "janedoe@example.com");
  EXPECT_EQ(event.request().at("validationData").at("code"), "7");
}

TEST(cognito_event, is_answered_with_itself) {
  const json::value document = read_sample_event("cognito-pre-sign-up");
  json::value expected = document;
  expected.at("response").as_object()["autoConfirmUser"] = true;
  EXPECT_EQ(cognito_event(document).answer({{"autoConfirmUser", true}}), expected);
  EXPECT_EQ(cognito_event(document).answer(), document);
}

TEST(cognito_event, is_answered_whatever_it_is) {
  const json::value none;
  EXPECT_EQ(json::serialize(cognito_event(none).answer({{"a", 1}})), R"({"response":{"a":1}})");
  const json::value odd = {{"response", 7}};
  EXPECT_EQ(json::serialize(cognito_event(odd).answer()), R"({"response":{}})");
}

TEST(cognito_event, asks_for_the_claims_of_a_token) {
  const json::value document = read_sample_event("cognito-pre-token-generation");
  const cognito_event event(document);
  EXPECT_EQ(event.trigger_source(), "TokenGeneration_Authentication");
  const json::value answer =
      event.answer({{"claimsOverrideDetails", {{"claimsToAddOrOverride", {{"role", "admin"}}}}}});
  EXPECT_EQ(answer.at("response").at("claimsOverrideDetails").at("claimsToAddOrOverride").at("role"), "admin");
}

}  // namespace
}  // namespace lamina
