#include "lamina/events/appsync_event.h"

#include <gtest/gtest.h>

#include "lamina/events/sample_events.h"

namespace lamina {
namespace {

TEST(appsync_event, says_which_field_is_wanted) {
  const json::value document = read_sample_event("appsync");
  const auto event = appsync_event::from_event(document);
  EXPECT_EQ(event.field_name(), "getPost");
  EXPECT_EQ(event.parent_type(), "Query");
  EXPECT_EQ(event.argument("id"), "my identifier");
  EXPECT_EQ(event.arguments().at("id"), "my identifier");
  EXPECT_TRUE(event.source().is_null());
  EXPECT_EQ(event.variables(), json::value(json::object()));
  EXPECT_EQ(event.selection(), (std::vector<std::string_view>{"id", "author", "author/name"}));
  EXPECT_EQ(event.header("host"), "example.appsync-api.us-east-1.amazonaws.com");
  EXPECT_EQ(event.identity().at("username"), "janedoe");
}

TEST(appsync_authorizer_event, has_the_token_and_the_query) {
  const json::value document = read_sample_event("appsync-authorizer");
  const auto event = appsync_authorizer_event::from_event(document);
  EXPECT_EQ(event.token(), "ExampleAUTHtoken123123123");
  EXPECT_EQ(event.api_id(), "aaaaaa123123123example123");
  EXPECT_TRUE(event.query().starts_with("mutation CreateEvent {"));
  EXPECT_EQ(event.operation_name(), "MyQuery");
  EXPECT_TRUE(event.variables().is_object());
}

TEST(appsync_authorizer_response, says_yes_or_no_and_to_what) {
  EXPECT_EQ(json::serialize(appsync_authorizer_response().to_json()), R"({"isAuthorized":false})");
  EXPECT_EQ(json::serialize(appsync_authorizer_response{.is_authorized = true,
                                                        .resolver_context = {{"role", "admin"}},
                                                        .denied_fields = {"Mutation.createEvent"},
                                                        .time_to_live = std::chrono::seconds(10)}
                                .to_json()),
            R"({"isAuthorized":true,"resolverContext":{"role":"admin"},)"
            R"("deniedFields":["Mutation.createEvent"],"ttlOverride":10})");
}

}  // namespace
}  // namespace lamina
