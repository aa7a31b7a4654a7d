#include "examples/user_store/pushes.h"

#include <gtest/gtest.h>

#include "examples/user_store/fake_management_api.h"
#include "examples/user_store/temporary_store.h"
#include "lamina/testing/manual_scheduler.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;
using lines = std::vector<std::string>;

class pushes_to_clients : public ::testing::Test {
 protected:
  // An old subscription, unless `since` says otherwise.
  void subscribe(std::string_view user, const std::string& id, std::string endpoint = {}, system_time since = {},
                 system_time expires = {}) {
    if (endpoint.empty()) endpoint = api.endpoint();
    who.subscribe(user, {.connection_id = id, .endpoint = std::move(endpoint), .since = since, .expires = expires});
  }
  void put(std::string_view user, json::object fields) {
    sent.publish(user, states.put(user, std::move(fields)), clock);
  }
  std::vector<std::string> subscribers(std::string_view user) const {
    std::vector<std::string> ids;
    for (const auto& one : who.of(user)) ids.push_back(one.connection_id);
    return ids;
  }

  temporary_store temporary;
  fake_management_api api;
  lamina::testing::manual_scheduler clock;
  std::string text;
  request_log log{std::make_shared<logger>(log_level::info, [this](std::string_view line) { text += line; }), false};
  subscriptions who{temporary.store, "subscription"};
  documents states{temporary.store, "user", store_type::s3};
  pushes sent{who, states,
              std::make_shared<aws::connections>(aws::connections_options{.region = "eu-west-1", .timeout = 2s}), log};
};

TEST_F(pushes_to_clients, reach_every_subscriber_of_the_user_and_nobody_else) {
  for (const char* id : {"a=", "b="}) subscribe("alice", id);
  subscribe("bob", "c=");
  put("alice", {{"n", 1}, {"text", "日本 😀"}});
  const std::string document = R"({"n":1,"text":"日本 😀","id":"alice"})";
  EXPECT_EQ(api.lines(), (lines{"POST a= " + document, "POST b= " + document}));
  EXPECT_EQ(text, "");
}

TEST_F(pushes_to_clients, are_none_where_nobody_listens) {
  put("alice", {{"n", 1}});
  EXPECT_EQ(api.lines(), lines{});
  EXPECT_EQ(text, "");
}

TEST_F(pushes_to_clients, carry_large_documents_whole) {
  subscribe("alice", "a=");
  put("alice", {{"pad", std::string(101'366, 'x')}});
  ASSERT_EQ(api.calls().size(), 1U);
  EXPECT_EQ(api.calls()[0].body.size(), 101'366U + std::string_view(R"({"pad":"","id":"alice"})").size());
}

TEST_F(pushes_to_clients, drop_whoever_is_gone) {
  for (const char* id : {"a=", "b=", "c"}) subscribe("alice", id);
  subscribe("alice", "d=", "http://127.0.0.1:1/dev");  // a port that nobody listens on
  api.answer("a=", 410);
  api.answer("c", 400);  // cannot be an id
  ASSERT_TRUE(temporary.store->remove("subscription", connection_item_id("a=")));
  put("alice", {{"n", 1}});
  EXPECT_EQ(subscribers("alice"), lines{"b="});
  EXPECT_EQ(temporary.store->ids("subscription")->size(), 2U);
  EXPECT_NE(text.find("dropped " + api.endpoint() + " a= alice\n"), std::string::npos) << text;
}

TEST_F(pushes_to_clients, keep_a_connection_that_may_still_be_opening) {
  subscribe("alice", "a=", {}, clock.wall_clock() - 29s);
  subscribe("alice", "b=", {}, clock.wall_clock() - 30s);
  api.answer("a=", 410);
  api.answer("b=", 410);
  put("alice", {{"n", 1}});
  EXPECT_EQ(subscribers("alice"), lines{"a="});
}

TEST_F(pushes_to_clients, that_fail_otherwise_are_logged_and_tried_again) {
  for (const char* id : {"a=", "b=", "c="}) subscribe("alice", id);
  api.answer("a=", 500);
  api.answer("b=", 403);
  api.answer("c=", 429);
  put("alice", {{"n", 1}});
  EXPECT_EQ(subscribers("alice"), (lines{"a=", "b=", "c="}));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3) << text;
  put("alice", {{"n", 2}});
  EXPECT_EQ(api.calls().size(), 6U);
}

TEST_F(pushes_to_clients, that_are_not_answered_end_in_time_and_lose_nobody) {
  subscribe("alice", "a=");
  subscribe("alice", "b=");
  api.answer("a=", 0);
  put("alice", {{"n", 1}});
  EXPECT_EQ(subscribers("alice"), (lines{"a=", "b="}));
  EXPECT_EQ(api.calls().size(), 2U);
  EXPECT_NE(text.find("a="), std::string::npos) << text;
}

TEST_F(pushes_to_clients, hang_up_on_those_whose_token_has_expired) {
  subscribe("alice", "a=", {}, {}, clock.wall_clock());
  subscribe("alice", "b=", {}, {}, clock.wall_clock() + 1s);
  subscribe("alice", "c=", {}, {}, clock.wall_clock() - 1h);
  api.answer("c=", 410);
  put("alice", {{"n", 1}});
  EXPECT_EQ(api.lines(), (lines{"DELETE a=", R"(POST b= {"n":1,"id":"alice"})", "DELETE c="}));
  EXPECT_EQ(subscribers("alice"), lines{"b="});
}

TEST_F(pushes_to_clients, keep_an_expired_one_that_could_not_be_closed) {
  subscribe("alice", "a=", {}, {}, clock.wall_clock());
  api.answer("a=", 500);
  put("alice", {{"n", 1}});
  EXPECT_EQ(api.lines(), lines{"DELETE a="});
  EXPECT_EQ(subscribers("alice"), lines{"a="});
}

TEST_F(pushes_to_clients, skip_and_log_types_that_nobody_can_reach) {
  who.subscribe("alice", {.connection_id = "phone", .type = "PushNotification"});
  subscribe("alice", "a=");
  put("alice", {{"n", 1}});
  EXPECT_EQ(api.lines(), lines{R"(POST a= {"n":1,"id":"alice"})"});
  EXPECT_EQ(subscribers("alice"), (lines{"a=", "phone"}));
  EXPECT_NE(text.find("PushNotification"), std::string::npos) << text;
}

TEST_F(pushes_to_clients, end_with_the_newest_document) {
  subscribe("alice", "a=");
  // While the first document is under way, another request stores and pushes the second.
  api.before_answer = [this](const fake_management_api::call& call) {
    if (call.body.find("\"n\":1") != std::string::npos) states.put("alice", {{"n", 2}});
  };
  put("alice", {{"n", 1}});
  EXPECT_EQ(api.lines(), (lines{R"(POST a= {"n":1,"id":"alice"})", R"(POST a= {"n":2,"id":"alice"})"}));
}

TEST_F(pushes_to_clients, never_throw) {
  subscribe("alice", "a=");
  ASSERT_TRUE(temporary.store->put("user", "alice", {{"n", 1}}));
  sent.publish("bob", {{"n", 1}}, clock);                   // nobody
  sent.publish(std::string(5000, 'x'), {{"n", 1}}, clock);  // cannot be a user
  who.subscribe("carol", {.connection_id = "c=", .endpoint = "nowhere"});
  sent.publish("carol", {{"n", 1}}, clock);
  EXPECT_NE(text.find("nowhere"), std::string::npos) << text;
}

}  // namespace
}  // namespace user_store
