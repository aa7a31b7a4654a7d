#include "examples/user_store/subscriptions.h"

#include <gtest/gtest.h>

#include <set>

#include "examples/user_store/temporary_store.h"

namespace user_store {
namespace {

using namespace lamina;
using namespace std::chrono_literals;

constexpr system_time start = system_time(1'000'000ms);

class subscriptions_of_a_store : public ::testing::Test {
 protected:
  void subscribe(std::string_view user, const std::string& connection_id, system_time since = start) const {
    who.subscribe(user, {.connection_id = connection_id, .endpoint = "https://api", .since = since});
  }
  std::vector<std::string> of(std::string_view user) const {
    std::vector<std::string> ids;
    for (const auto& one : who.of(user)) ids.push_back(one.connection_id);
    return ids;
  }
  std::vector<std::string> stored() const { return temporary.store->ids("subscription").value(); }

  temporary_store temporary;
  subscriptions who{temporary.store, "subscription"};
};

using names = std::vector<std::string>;

TEST_F(subscriptions_of_a_store, keep_what_is_needed_to_reach_a_connection) {
  who.subscribe("alice", {.connection_id = "c=", .endpoint = "https://api/dev", .since = start, .expires = start + 1h});
  const auto found = who.of("alice");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].connection_id, "c=");
  EXPECT_EQ(found[0].endpoint, "https://api/dev");
  EXPECT_EQ(found[0].type, "WebSocket");
  EXPECT_EQ(found[0].since, start);
  EXPECT_EQ(found[0].expires, start + 1h);
  EXPECT_EQ(stored().size(), 2U);
}

TEST_F(subscriptions_of_a_store, come_in_the_order_of_their_connections) {
  subscribe("alice", "c", start);
  subscribe("alice", "a", start + 1ms);
  subscribe("alice", "b", start - 1ms);
  EXPECT_EQ(of("alice"), (names{"b", "c", "a"}));
}

TEST_F(subscriptions_of_a_store, are_the_users_own) {
  subscribe("alice", "a");
  subscribe("bob", "b");
  EXPECT_EQ(of("alice"), names{"a"});
  EXPECT_EQ(of("bob"), names{"b"});
  EXPECT_EQ(of("carol"), names{});
}

TEST_F(subscriptions_of_a_store, twice_is_once) {
  subscribe("alice", "a");
  subscribe("alice", "a");
  EXPECT_EQ(of("alice"), names{"a"});
}

TEST_F(subscriptions_of_a_store, end_with_exactly_that_connection_and_no_token) {
  for (const char* id : {"a", "b", "c"}) subscribe("alice", id);
  EXPECT_EQ(who.unsubscribe("b"), "alice");
  EXPECT_EQ(of("alice"), (names{"a", "c"}));
  EXPECT_EQ(who.unsubscribe("a"), "alice");
  EXPECT_EQ(of("alice"), names{"c"});
  EXPECT_EQ(who.unsubscribe("c"), "alice");
  EXPECT_EQ(stored(), names{});
  EXPECT_EQ(who.unsubscribe("c"), std::nullopt);
}

TEST_F(subscriptions_of_a_store, are_dropped_with_or_without_the_connections_own_item) {
  subscribe("alice", "a");
  subscribe("alice", "b");
  who.drop("alice", "a");
  EXPECT_EQ(of("alice"), names{"b"});
  ASSERT_TRUE(temporary.store->remove("subscription", connection_item_id("b")));
  who.drop("alice", "b");
  EXPECT_EQ(stored(), names{});
}

TEST_F(subscriptions_of_a_store, do_not_mix_whatever_users_and_connections_are_called) {
  const std::vector<std::string> users{"a",
                                       "a/",
                                       "a/b",
                                       "connection/a",
                                       subscriber_prefix("a"),
                                       "%",
                                       "日本 😀",
                                       "\x01",
                                       std::string(2048, 'L'),
                                       std::string("a\0", 2),
                                       subscriber_item_id("a", "b")};
  std::set<std::string> ids;
  for (const auto& user : users) {
    subscribe(user, user.substr(0, 100) + "/1");
    ids.insert(subscriber_item_id(user, "x"));
    ids.insert(connection_item_id(user));
  }
  EXPECT_EQ(ids.size(), 2 * users.size());
  for (const auto& user : users) EXPECT_EQ(of(user), names{user.substr(0, 100) + "/1"}) << user;
}

TEST_F(subscriptions_of_a_store, of_more_connections_than_a_page_are_all_found) {
  constexpr std::size_t many = store::max_page_items + 5;
  for (std::size_t i = 0; i < many; ++i) {
    const subscriber one{.connection_id = "c" + std::to_string(i)};
    ASSERT_TRUE(temporary.store->put("subscription", subscriber_item_id("alice", one.connection_id),
                                     to_subscriber_item("alice", one)));
  }
  EXPECT_EQ(of("alice").size(), many);
}

TEST(subscriber_item, names_things_as_the_original_does) {
  const json::value item = to_subscriber_item(
      "alice", {.connection_id = "c=", .endpoint = "https://api", .since = start, .expires = start + 1h});
  EXPECT_EQ(json::serialize(item),
            R"({"id":")" + subscriber_item_id("alice", "c=") +
                R"(","cacheName":"Subscription","toThingId":"alice","subscriberId":"c=",)"
                R"("type":"WebSocket","endpoint":"https://api","since":1000000,"expires":4600})");
  EXPECT_EQ(json::serialize(to_connection_item("c=", "alice")),
            R"({"id":"connection/c=","cacheName":"SubscriberMap","subscriberId":"c=","thingId":"alice"})");
}

TEST(subscriber_item, is_stored_under_the_hash_of_the_user) {
  // printf alice | sha256sum
  EXPECT_EQ(subscriber_item_id("alice", "c="),
            "subscriber/2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90/c=");
}

TEST(subscriber_item, may_lack_everything_but_the_connection) {
  const auto read = read_subscriber_item({{"subscriberId", "c"}, {"since", "soon"}, {"expires", -1}});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->connection_id, "c");
  EXPECT_EQ(read->type, "");
  EXPECT_EQ(read->since, system_time());
  EXPECT_EQ(read->expires, system_time());
  EXPECT_EQ(read_subscriber_item({{"subscriberId", "c"}, {"expires", INT64_MAX}})->expires, system_time());
  for (const char* text : {"{}", "null", "[]", R"({"subscriberId":""})", R"({"subscriberId":7})"}) {
    EXPECT_FALSE(read_subscriber_item(json::parse(text))) << text;
  }
}

}  // namespace
}  // namespace user_store
