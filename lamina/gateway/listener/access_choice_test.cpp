#include "lamina/gateway/listener/access_choice.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

struct access_choice_test : ::testing::Test {
  config::service service;
  std::vector<std::string> notes;
};

TEST_F(access_choice_test, is_the_line_of_json_where_nobody_says_anything) {
  const auto chosen = choose_access_logs(service, "", notes);
  ASSERT_TRUE(chosen);
  EXPECT_TRUE(chosen->empty());
}

TEST_F(access_choice_test, is_as_the_service_says_for_each_kind_of_api) {
  service.access_logs.rest.format = "$context.requestId";
  service.access_logs.websocket.is_on = false;
  const auto chosen = choose_access_logs(service, "", notes);
  ASSERT_TRUE(chosen);
  EXPECT_NE(chosen->at(api_family::rest).format, nullptr);
  EXPECT_FALSE(chosen->at(api_family::websocket).is_on);
  EXPECT_FALSE(chosen->contains(api_family::http));
}

TEST_F(access_choice_test, is_first_what_the_command_line_says) {
  service.access_logs.rest.format = "$context.requestId";
  service.access_logs.websocket.is_on = false;
  EXPECT_TRUE(choose_access_logs(service, "json", notes)->empty());
  const auto common = choose_access_logs(service, "clf", notes);
  ASSERT_TRUE(common);
  for (const api_family family : all_api_families) EXPECT_NE(common->at(family).format, nullptr) << name_of(family);
  EXPECT_NE(common->at(api_family::websocket).format, common->at(api_family::rest).format);
  const auto own = choose_access_logs(service, "$context.status", notes);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->at(api_family::websocket).format, own->at(api_family::rest).format);
  EXPECT_TRUE(notes.empty());
}

TEST_F(access_choice_test, says_where_what_is_wrong) {
  service.access_logs.http.format = "a\nb";
  service.access_logs.http.where = {"serverless.yml", 7, "provider.logs.httpApi.format"};
  const auto refused = choose_access_logs(service, "", notes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "serverless.yml:7: provider.logs.httpApi.format: an access log format is one line, without control "
            "characters");
  EXPECT_EQ(choose_access_logs(service, "\x01", notes).error().message,
            "--access-log: an access log format is one line, without control characters");
}

TEST_F(access_choice_test, notes_variables_that_there_are_not) {
  ASSERT_TRUE(choose_access_logs(service, "$context.stauts", notes));
  EXPECT_EQ(notes,
            std::vector<std::string>{"--access-log: there is no variable $context.stauts; it is \"-\" in every line"});
}

}  // namespace
}  // namespace lamina::gateway
