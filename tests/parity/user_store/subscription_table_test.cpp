#include "tests/parity/user_store/subscription_table.h"

#include <gtest/gtest.h>

#include "examples/user_store/subscriptions.h"
#include "examples/user_store/temporary_store.h"

namespace parity_user_store {
namespace {

using namespace lamina;

class subscription_table_test : public ::testing::Test {
 protected:
  std::string shown(std::string_view id) const { return json::serialize(table.get(id).value()); }

  user_store::temporary_store temporary;
  user_store::subscriptions port{temporary.store, "subscription"};
  subscription_table table{*temporary.store, "subscription"};
};

constexpr const char* of_alice =
    R"({"id":"alice","cacheName":"Subscription","toThingId":"alice","subscribers":[)"
    R"({"type":"WebSocket","id":"z=","endpoint":"http://here"},{"type":"WebSocket","id":"a=","endpoint":"http://here"}]})";

TEST_F(subscription_table_test, shows_what_the_port_wrote_as_the_original_would_have) {
  port.subscribe("alice", {.connection_id = "z=", .endpoint = "http://here"});
  port.subscribe("alice", {.connection_id = "a=", .endpoint = "http://here"});
  port.subscribe("bob", {.connection_id = "b=", .endpoint = "http://here"});
  EXPECT_EQ(shown("alice"), of_alice);
  EXPECT_EQ(shown("a="), R"({"id":"a=","cacheName":"SubscriberMap","subscriberId":"a=","thingId":"alice"})");
  EXPECT_EQ(shown("nobody"), "null");
}

TEST_F(subscription_table_test, an_item_without_subscribers_is_no_item) {
  port.subscribe("alice", {.connection_id = "a=", .endpoint = "http://here"});
  port.unsubscribe("a=");
  EXPECT_EQ(shown("alice"), "null");
  EXPECT_EQ(shown("a="), "null");
}

TEST_F(subscription_table_test, what_it_writes_the_port_reads) {
  ASSERT_TRUE(table.put(json::parse(of_alice)));
  ASSERT_TRUE(
      table.put(json::parse(R"({"id":"a=","cacheName":"SubscriberMap","subscriberId":"a=","thingId":"alice"})")));
  EXPECT_EQ(shown("alice"), of_alice);
  EXPECT_EQ(port.unsubscribe("a="), "alice");
  EXPECT_EQ(port.unsubscribe("z="), std::nullopt) << "the list alone maps no connection";
}

TEST_F(subscription_table_test, a_written_list_replaces_the_one_before) {
  port.subscribe("alice", {.connection_id = "old=", .endpoint = "http://here"});
  ASSERT_TRUE(table.put(json::parse(of_alice)));
  EXPECT_EQ(shown("alice"), of_alice);
  ASSERT_TRUE(table.put(json::parse(R"({"id":"alice","cacheName":"Subscription","toThingId":"alice","subscribers":[
      {"type":"PushNotification","id":"phone"}]})")));
  EXPECT_EQ(shown("alice"), R"({"id":"alice","cacheName":"Subscription","toThingId":"alice","subscribers":[)"
                            R"({"type":"PushNotification","id":"phone"}]})");
}

TEST_F(subscription_table_test, removes_one_item_of_the_original_at_a_time) {
  port.subscribe("alice", {.connection_id = "a=", .endpoint = "http://here"});
  ASSERT_TRUE(table.remove("alice"));
  EXPECT_EQ(shown("alice"), "null");
  EXPECT_NE(shown("a="), "null");
  ASSERT_TRUE(table.remove("a="));
  EXPECT_EQ(shown("a="), "null");
}

TEST_F(subscription_table_test, refuses_what_it_cannot_translate) {
  EXPECT_FALSE(table.put(json::parse(R"({"id":"alice","name":"Alice"})")));
  EXPECT_FALSE(table.put(json::parse(R"({"id":"alice","cacheName":"Subscription"})")));
}

}  // namespace
}  // namespace parity_user_store
