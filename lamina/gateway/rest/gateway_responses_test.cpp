#include "lamina/gateway/rest/gateway_responses.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

class nothing final : public request_variables {
 public:
  bool append(std::string& out, std::string_view name) const override {
    if (name == "context.stage") out += "dev";
    return name == "context.stage";
  }
};

config::gateway_response of(std::string type, std::optional<int> status = {}) {
  config::gateway_response made;
  made.type = std::move(type);
  made.status = status;
  made.where = {"serverless.yml", 7, "answer"};
  return made;
}

gateway_responses compiled(const std::vector<config::gateway_response>& from) {
  std::vector<std::string> notes;
  auto made = gateway_responses::compile(from, notes);
  EXPECT_TRUE(made) << made.error().message;
  EXPECT_TRUE(notes.empty());
  return *std::move(made);
}

changed_answer answer(const gateway_responses& all, const gateway_response& plain, std::string_view accept = "",
                      std::string_view validation = "") {
  const changed_response* found = all.find(plain);
  EXPECT_NE(found, nullptr);
  return found->make(plain, nothing(), accept, validation);
}

std::string failure(const config::gateway_response& one) {
  std::vector<std::string> notes;
  const auto made = gateway_responses::compile({one}, notes);
  return made ? "none" : made.error().message;
}

TEST(gateway_responses, without_any_everything_is_answered_as_it_is) {
  EXPECT_EQ(compiled({}).find(responses::unauthorized), nullptr);
}

TEST(gateway_responses, types_without_a_definition_follow_the_one_of_their_class) {
  const auto all = compiled({of("DEFAULT_4XX", 418), of("UNAUTHORIZED")});
  EXPECT_EQ(answer(all, responses::missing_authentication_token).status, 418);
  EXPECT_EQ(answer(all, responses::invalid_api_key).status, 418);
  EXPECT_EQ(answer(all, responses::unauthorized).status, 401);
  EXPECT_EQ(all.find(responses::timed_out), nullptr);
  EXPECT_EQ(all.find(responses::bad_gateway), nullptr);
}

TEST(gateway_responses, failures_without_a_type_are_those_of_the_default) {
  const auto all = compiled({of("DEFAULT_5XX", 503), of("INTEGRATION_FAILURE")});
  EXPECT_EQ(answer(all, responses::bad_gateway).status, 503);
  EXPECT_EQ(answer(all, responses::internal_error).status, 503);
  EXPECT_EQ(answer(all, responses::timed_out).status, 503);
  EXPECT_EQ(answer(all, responses::integration_failure).status, 500);
}

TEST(gateway_responses, what_came_to_no_api_is_never_changed) {
  const auto all = compiled({of("DEFAULT_4XX", 418)});
  EXPECT_EQ(all.find(responses::forbidden), nullptr);
  EXPECT_EQ(all.find(refusal(413)), nullptr);
  EXPECT_EQ(all.find(refusal(400)), nullptr);
}

TEST(gateway_responses, what_a_definition_does_not_say_stays) {
  const auto said = answer(compiled({of("ACCESS_DENIED")}), responses::denied);
  EXPECT_EQ(said.status, 403);
  EXPECT_EQ(said.error_type, "AccessDeniedException");
  EXPECT_EQ(said.content_type, "application/json");
  EXPECT_EQ(said.body, responses::denied.body);
}

TEST(gateway_responses, templates_know_the_error) {
  auto one = of("BAD_REQUEST_BODY", 422);
  one.templates = {{"application/json",
                    R"({"m":$context.error.messageString,"t":"$context.error.responseType","s":"$context.stage",)"
                    R"("v":"$context.error.validationErrorString"})"}};
  const auto all = compiled({one});
  EXPECT_EQ(answer(all, responses::bad_request_body, "", "[missing ([\"a\"])]").body,
            R"({"m":"Invalid request body","t":"BAD_REQUEST_BODY","s":"dev","v":"[missing ([\"a\"])]"})");
  EXPECT_TRUE(all.find(responses::bad_request_body)->tells_validation_error());
}

TEST(gateway_responses, a_missing_message_is_null) {
  auto one = of("AUTHORIZER_CONFIGURATION_ERROR");
  one.templates = {{"application/json", R"({"message":$context.error.messageString})"}};
  EXPECT_EQ(answer(compiled({one}), responses::authorizer_configuration).body, R"({"message":null})");
}

TEST(gateway_responses, headers_are_literals_or_variables_that_are_there) {
  auto one = of("THROTTLED");
  one.headers = {{"Access-Control-Allow-Origin", "'*'"}, {"X-Stage", "context.stage"}, {"X-None", "context.none"}};
  const auto said = answer(compiled({one}), responses::too_many_requests);
  EXPECT_EQ(said.headers, (std::vector<std::pair<std::string, std::string>>{{"Access-Control-Allow-Origin", "*"},
                                                                            {"X-Stage", "dev"}}));
}

TEST(gateway_responses, the_template_is_the_first_that_the_client_accepts) {
  auto one = of("THROTTLED");
  one.templates = {{"application/xml", "<x/>"}, {"application/json; charset=utf-8", "{}"}, {"text/plain", "x"}};
  const auto all = compiled({one});
  EXPECT_EQ(answer(all, responses::too_many_requests, "image/png, Text/Plain;q=0.5").body, "x");
  EXPECT_EQ(answer(all, responses::too_many_requests, "application/xml").content_type, "application/xml");
  EXPECT_EQ(answer(all, responses::too_many_requests, "*/*").body, "{}");
  EXPECT_EQ(answer(all, responses::too_many_requests).content_type, "application/json; charset=utf-8");
}

TEST(gateway_responses, the_last_definition_of_a_type_counts) {
  EXPECT_EQ(answer(compiled({of("THROTTLED", 503), of("THROTTLED", 420)}), responses::too_many_requests).status, 420);
}

TEST(gateway_responses, what_is_none_is_an_error_with_its_place) {
  EXPECT_EQ(failure(of("THROTLED")),
            "serverless.yml:7: answer: there is no gateway response type \"THROTLED\"; did you mean THROTTLED?");
  EXPECT_NE(failure(of("")).find("there is no gateway response type"), std::string::npos);
  const auto with_header = [](std::string name, std::string value) {
    auto one = of("THROTTLED");
    one.headers = {{std::move(name), std::move(value)}};
    return failure(one);
  };
  EXPECT_NE(with_header("X-A", "*").find("expected text in quotes"), std::string::npos);
  EXPECT_NE(with_header("X A", "'a'").find("the header name \"X A\" is none"), std::string::npos);
  EXPECT_NE(with_header("X-A", "'a\r\nSet-Cookie: b'").find("control character"), std::string::npos);
  auto one = of("THROTTLED");
  one.templates = {{"text/plain\r\nX: y", "x"}};
  EXPECT_NE(failure(one).find("control character"), std::string::npos);
}

TEST(gateway_responses, what_cannot_be_changed_is_said) {
  std::vector<std::string> notes;
  auto one = of("THROTTLED");
  one.headers = {{"content-length", "'0'"}, {"Date", "'now'"}};
  const auto all = gateway_responses::compile({of("REQUEST_TOO_LARGE", 400), one}, notes);
  ASSERT_TRUE(all);
  EXPECT_EQ(notes.size(), 3u);
  EXPECT_TRUE(answer(*all, responses::too_many_requests).headers.empty());
}

}  // namespace
}  // namespace lamina::gateway
