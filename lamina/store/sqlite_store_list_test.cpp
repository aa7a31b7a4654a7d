#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "lamina/store/sqlite_store.h"
#include "lamina/testing/temporary_folder.h"

// Listing by prefix, page by page.
namespace lamina::store {
namespace {

namespace fs = std::filesystem;

using ids = std::vector<std::string>;

class sqlite_store_list : public ::testing::Test {
 protected:
  sqlite_store_list() { store = sqlite_store::open(path(), {.survives_power_loss = false}).value(); }

  std::string path() const { return (folder_ / "store.db").string(); }
  void put(const ids& all) {
    for (const auto& id : all) ASSERT_TRUE(store->put("t", id, json::value(id.size())));
  }
  page list(std::string_view prefix, std::string_view after = {}, std::size_t limit = max_page_items) {
    return store->list("t", prefix, after, limit).value();
  }
  static ids ids_of(const page& found) {
    ids all;
    for (const auto& item : found.items) all.push_back(item.id);
    return all;
  }
  // The ids of all pages, in the order they came.
  ids walk(std::string_view prefix, std::size_t limit) {
    ids all;
    for (std::optional<std::string> after = ""; after;) {
      const page found = list(prefix, *after, limit);
      EXPECT_LE(found.items.size(), limit);
      for (const auto& id : ids_of(found)) all.push_back(id);
      after = found.next;
    }
    return all;
  }

  lamina::testing::temporary_folder folder_;
  std::unique_ptr<sqlite_store> store;
};

TEST_F(sqlite_store_list, answers_the_objects_under_a_prefix_in_the_order_of_their_ids) {
  put({"b/2", "a/9", "b/10", "b/1", "c", "b", "b0"});
  const version second = store->put("t", "b/2", {{"n", 2}}).value();
  ASSERT_TRUE(store->put("other", "b/3", 1));
  const page found = list("b/");
  EXPECT_EQ(ids_of(found), (ids{"b/1", "b/10", "b/2"}));
  EXPECT_EQ(found.next, std::nullopt);
  EXPECT_EQ(json::serialize(found.items[2].object.document), R"({"n":2})");
  EXPECT_EQ(found.items[2].object.version, second);
  EXPECT_EQ(ids_of(list({})), (ids{"a/9", "b", "b/1", "b/10", "b/2", "b0", "c"}));
}

TEST_F(sqlite_store_list, answers_an_empty_page_where_there_is_nothing) {
  EXPECT_TRUE(list("").items.empty());
  put({"a", "c"});
  for (const page& found : {list("b"), list("a", "a"), list("", "c"), list("a", "b")}) {
    EXPECT_TRUE(found.items.empty());
    EXPECT_EQ(found.next, std::nullopt);
  }
}

TEST_F(sqlite_store_list, begins_after_an_id_whether_it_is_there_or_not) {
  put({"p1", "p2", "p3", "q"});
  EXPECT_EQ(ids_of(list("p", "p1")), (ids{"p2", "p3"}));
  EXPECT_EQ(ids_of(list("p", "p15")), (ids{"p2", "p3"}));
  EXPECT_EQ(ids_of(list("p", "a")), (ids{"p1", "p2", "p3"}));
  EXPECT_EQ(ids_of(list("p", std::string("p1\0", 3))), (ids{"p2", "p3"}));
}

TEST_F(sqlite_store_list, says_where_the_next_page_begins_only_if_there_is_one) {
  put({"a", "b", "c", "d"});
  const page first = list("", "", 2);
  EXPECT_EQ(ids_of(first), (ids{"a", "b"}));
  EXPECT_EQ(first.next, "b");
  const page last = list("", *first.next, 2);
  EXPECT_EQ(ids_of(last), (ids{"c", "d"}));
  EXPECT_EQ(last.next, std::nullopt);
}

TEST_F(sqlite_store_list, takes_any_bytes_as_prefix_and_compares_bytes) {
  const ids all{std::string("\0", 1),
                std::string("\0\0", 2),
                "%",
                "A_",
                "Ax",
                "_",
                "a_",
                "a_b",
                "axb",
                "zoë",
                "日本",
                "\xfe",
                "\xff",
                "\xff\x01",
                "\xff\xff",
                "\xff\xff\xff"};
  put(all);
  for (const std::string& prefix :
       {std::string("\0", 1), std::string("%"), std::string("a_"), std::string("A"), std::string("zo\xc3"),
        std::string("\xfe"), std::string("\xff"), std::string("\xff\xff"), std::string()}) {
    ids expected;
    std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                 [&](const std::string& id) { return id.starts_with(prefix); });
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(ids_of(list(prefix)), expected) << prefix;
    EXPECT_EQ(walk(prefix, 1), expected) << prefix;
  }
}

TEST_F(sqlite_store_list, takes_prefixes_as_long_as_ids_and_longer) {
  const std::string longest(max_id_bytes, '\xff');
  put({longest});
  EXPECT_EQ(ids_of(list(longest)), ids{longest});
  EXPECT_TRUE(list(longest, longest).items.empty());
  EXPECT_TRUE(list(longest + "x").items.empty());
}

TEST_F(sqlite_store_list, keeps_a_limit_between_1_and_1000) {
  for (int i = 0; i < 1001; ++i) ASSERT_TRUE(store->put("t", "n" + std::to_string(10'000 + i), i));
  EXPECT_EQ(list("n", "", 0).items.size(), 1u);
  EXPECT_EQ(list("n", "", 7).items.size(), 7u);
  EXPECT_EQ(list("n", "", 1'000'000).items.size(), max_page_items);
  const ids all = walk("n", 100);
  EXPECT_EQ(all.size(), 1001u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST_F(sqlite_store_list, ends_a_page_of_large_documents_early) {
  for (const char* id : {"a", "b", "c", "d"}) ASSERT_TRUE(store->put("t", id, json::value(std::string(600'000, 'x'))));
  const page first = list("");
  EXPECT_EQ(ids_of(first), (ids{"a", "b"}));
  EXPECT_EQ(first.next, "b");
  EXPECT_EQ(walk("", 1000), (ids{"a", "b", "c", "d"}));
}

TEST_F(sqlite_store_list, sees_what_others_wrote_between_two_pages) {
  put({"a", "b", "c"});
  const page first = list("", "", 1);
  const auto other = sqlite_store::open(path(), {.survives_power_loss = false}).value();
  ASSERT_TRUE(other->remove("t", "a"));
  ASSERT_TRUE(other->remove("t", "b"));
  ASSERT_TRUE(other->put("t", "d", 1));
  EXPECT_EQ(ids_of(list("", *first.next)), (ids{"c", "d"}));
}

TEST_F(sqlite_store_list, waits_for_no_writer) {
  put({"a"});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(ids_of(list("")), ids{"a"});
  sqlite3_close(other);
}

TEST_F(sqlite_store_list, says_what_is_wrong) {
  EXPECT_EQ(fault_of(store->list("", "a", "", 1).error()), fault::invalid_key);
  EXPECT_EQ(fault_of(store->list(std::string(256, 't'), "a", "", 1).error()), fault::invalid_key);
  put({"a", "b"});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE object SET document='{' WHERE id=x'62'", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(fault_of(store->list("t", "", "", 10).error()), fault::corrupt);
  EXPECT_EQ(ids_of(list("a")), ids{"a"});
  fs::remove(path());
  EXPECT_EQ(fault_of(store->list("t", "", "", 10).error()), fault::unavailable);
}

}  // namespace
}  // namespace lamina::store
