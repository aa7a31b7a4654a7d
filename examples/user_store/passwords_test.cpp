#include "examples/user_store/passwords.h"

#include <gtest/gtest.h>

#include "examples/user_store/temporary_store.h"
#include "lamina/base/base64.h"

namespace user_store {
namespace {

using namespace lamina;

TEST(password_item, has_the_shape_of_the_table) {
  const json::value document = make_password_item("alice", "correct-horse").to_json();
  EXPECT_EQ(document.as_object().size(), 5u);
  EXPECT_EQ(document.at("id"), "alice");
  EXPECT_EQ(document.at("iterations"), 10'000);
  EXPECT_EQ(json::serialize(document.at("scopes")), R"(["self"])");
  EXPECT_EQ(document.at("salt").as_string().size(), 88u);
  EXPECT_EQ(document.at("hash").as_string().size(), 344u);
  std::string bytes;
  ASSERT_TRUE(base64_decode_to(bytes, json::find_string(document, "hash")));
  EXPECT_EQ(bytes.size(), 256u);
}

// Computed with Python: hashlib.pbkdf2_hmac("sha256", b"correct-horse", b"c2FsdA==", 10000, 256); the salt is taken as
// text.
TEST(password_item, is_the_hash_that_other_programs_compute) {
  const password_item stored{
      "alice",
      "c2FsdA==",
      "K9JgF/KsICHHKHT9aoaPbZd94Lk7P8M/I5S3Q9vopV9boWSCtF1lyH8OuQugYAJSrrOhA4EVZjWIK+/jc8Ty9vR1qHbTc6q6G2QR"
      "rMHThSp99jpqdOOESnN25Cf0ZtZgwgSZCegGtpiKPPmvFBXWx8oWtuhFDyLHJGch1XvkAB5JpOyStVoQuvoO2jg0/GPDPl3afCym"
      "JH6fnZK/6cq6ZLJ4rWGdsbfHLc2FLJhFjjI17NmbnDcuNoGufTn1CrlCUs4S+npL6W202QPn7+65WgJcGn9cL/p3lc/SVl5NzWGq"
      "EfoFRwKpeQjencztFpqVx+hnBZyW0OQoZVKS8nJ5hA==",
      10'000,
      {"self"}};
  EXPECT_TRUE(is_password_of(stored, "correct-horse"));
  EXPECT_FALSE(is_password_of(stored, "correct-horsf"));
  EXPECT_FALSE(is_password_of(stored, ""));
}

TEST(password_item, brings_its_own_rounds) {
  auto item = make_password_item("alice", "correct-horse");
  item.iterations = 9'999;
  EXPECT_FALSE(is_password_of(item, "correct-horse"));
}

TEST(password_item, survives_the_store_and_refuses_what_is_none) {
  const auto item = make_password_item("zoë", "pässwörd-日本");
  const auto read = password_item::from_json(item.to_json());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->to_json(), item.to_json());
  EXPECT_TRUE(is_password_of(*read, "pässwörd-日本"));
  for (const char* broken : {"{}", "[]", R"({"hash":"x"})", R"({"hash":"x","iterations":0})",
                             R"({"hash":"x","iterations":4000000000})", R"({"hash":"","iterations":1})"}) {
    EXPECT_FALSE(password_item::from_json(json::parse(broken))) << broken;
  }
}

TEST(password, is_long_enough_with_ten_characters) {
  EXPECT_FALSE(is_long_enough("123456789"));
  EXPECT_TRUE(is_long_enough("1234567890"));
  EXPECT_FALSE(is_long_enough("ääääääää"));
  EXPECT_TRUE(is_long_enough("日本日本日本日本日本"));
  EXPECT_TRUE(is_long_enough("😀😀😀😀😀"));  // two UTF-16 units each, as in JavaScript
}

TEST(passwords, one_of_two_registrations_wins) {
  const temporary_store temporary;
  const passwords table(temporary.store, "password");
  EXPECT_FALSE(table.exists("alice"));
  EXPECT_TRUE(table.add(make_password_item("alice", "correct-horse")));
  EXPECT_FALSE(table.add(make_password_item("alice", "another-horse")));
  EXPECT_TRUE(table.exists("alice"));
  EXPECT_TRUE(table.check("alice", "correct-horse"));
  EXPECT_FALSE(table.check("alice", "another-horse"));
}

TEST(passwords, nobody_logs_in_as_nobody) {
  const temporary_store temporary;
  const passwords table(temporary.store, "password");
  for (const std::string& id :
       {std::string("bob"), std::string(), std::string(3000, 'x'), std::string(signing_key_id)}) {
    EXPECT_FALSE(table.check(id, "correct-horse"));
    EXPECT_FALSE(table.check(id, ""));
  }
}

TEST(passwords, the_signing_key_is_no_user) {
  const temporary_store temporary;
  const passwords table(temporary.store, "password");
  ASSERT_TRUE(table.add(make_password_item(signing_key_id, "correct-horse")));
  EXPECT_TRUE(is_reserved(signing_key_id));
  EXPECT_FALSE(table.check(signing_key_id, "correct-horse"));
}

}  // namespace
}  // namespace user_store
