#include "examples/user_store/signing_key.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "examples/user_store/passwords.h"
#include "examples/user_store/temporary_store.h"

namespace user_store {
namespace {

using namespace lamina;

TEST(signing_key, is_made_once_and_kept_in_the_password_table) {
  const temporary_store temporary;
  const std::string key = signing_key(temporary.store, "password").get();
  EXPECT_EQ(key.size(), 344u);
  const auto stored = temporary.store->get("password", signing_key_id).value();
  ASSERT_TRUE(stored);
  EXPECT_EQ(json::find_string(stored->document, "hash"), key);
  EXPECT_EQ(json::serialize(stored->document.at("scopes")), R"(["user"])");
  EXPECT_EQ(stored->document.at("iterations"), 10'000);
  EXPECT_EQ(signing_key(temporary.store, "password").get(), key);
}

TEST(signing_key, is_the_same_for_instances_that_start_together) {
  const temporary_store temporary;
  std::vector<std::string> keys(6);
  std::vector<std::thread> instances;
  for (std::string& key : keys) {
    instances.emplace_back([&] { key = signing_key(temporary.store, "password").get(); });
  }
  for (auto& instance : instances) instance.join();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1u);
  EXPECT_EQ(json::find_string(temporary.store->get("password", signing_key_id).value()->document, "hash"),
            keys.front());
}

TEST(signing_key, refuses_an_item_without_a_key) {
  const temporary_store temporary;
  ASSERT_TRUE(temporary.store->put("password", signing_key_id, json::object()));
  EXPECT_THROW(signing_key(temporary.store, "password").get(), error);
}

}  // namespace
}  // namespace user_store
