#include "lamina/store/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "lamina/testing/temporary_folder.h"

namespace lamina::store {
namespace {

namespace fs = std::filesystem;

class sqlite_store_file : public ::testing::Test {
 protected:
  std::string path() const { return (folder_ / "store.db").string(); }
  std::unique_ptr<sqlite_store> open(sqlite_store_options options = {.survives_power_loss = false}) const {
    return sqlite_store::open(path(), options).value();
  }

  lamina::testing::temporary_folder folder_;
};

TEST_F(sqlite_store_file, keeps_what_was_put) {
  {
    const auto store = open({});
    ASSERT_TRUE(store->put("user", "alice", {{"n", 1.5}, {"t", "日本"}, {"z", nullptr}}));
  }
  const auto found = open()->get("user", "alice");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(json::serialize((*found)->document), R"({"n":1.5,"t":"日本","z":null})");
}

TEST_F(sqlite_store_file, a_file_removed_or_replaced_while_in_use_loses_no_write_silently) {
  const auto store = open();
  ASSERT_TRUE(store->put("user", "alice", 1));
  fs::remove(path());
  for (int round = 0; round < 2; ++round) {
    const auto written = store->put("user", "alice", 2);
    ASSERT_FALSE(written);
    EXPECT_EQ(fault_of(written.error()), fault::unavailable);
    EXPECT_NE(written.error().message.find("store.db: removed"), std::string::npos) << written.error().message;
    EXPECT_FALSE(store->get("user", "alice"));
    EXPECT_FALSE(store->remove("user", "alice"));
    EXPECT_FALSE(store->ids("user"));
    std::ofstream(path()) << "another file";
  }
}

TEST_F(sqlite_store_file, tables_do_not_see_each_other) {
  const auto store = open();
  ASSERT_TRUE(store->put("user", "alice", 1));
  EXPECT_FALSE(*store->get("password", "alice"));
  ASSERT_TRUE(store->put("password", "alice", 2));
  ASSERT_TRUE(store->remove("password", "alice"));
  EXPECT_EQ((*store->get("user", "alice"))->document.as_int64(), 1);
  EXPECT_EQ(*store->ids("user"), std::vector<std::string>{"alice"});
  EXPECT_TRUE(store->ids("password")->empty());
}

TEST_F(sqlite_store_file, every_write_makes_a_version_that_never_comes_back) {
  const auto store = open();
  const version first = store->put("t", "a", 1).value();
  const version second = store->put("t", "a", 2).value();
  EXPECT_LT(first, second);
  EXPECT_EQ((*store->get("t", "a"))->version, second);
  ASSERT_TRUE(store->remove("t", "a"));
  EXPECT_LT(second, store->put("t", "a", 3).value());
  EXPECT_EQ(fault_of(store->put("t", "a", 4, condition::if_version(second)).error()), fault::conflict);
}

TEST_F(sqlite_store_file, writes_only_when_the_condition_holds) {
  const auto store = open();
  const version first = store->put("t", "a", 1, condition::if_absent()).value();
  EXPECT_EQ(fault_of(store->put("t", "a", 2, condition::if_absent()).error()), fault::conflict);
  EXPECT_EQ(fault_of(store->put("t", "b", 2, condition::if_version(first)).error()), fault::conflict);
  EXPECT_EQ((*store->get("t", "a"))->document.as_int64(), 1);
  const version second = store->put("t", "a", 3, condition::if_version(first)).value();
  EXPECT_EQ(fault_of(store->remove("t", "a", condition::if_version(first)).error()), fault::conflict);
  EXPECT_TRUE(store->remove("t", "a", condition::if_version(second)));
  EXPECT_EQ(fault_of(store->remove("t", "a", condition::if_version(second)).error()), fault::conflict);
  EXPECT_TRUE(store->remove("t", "a"));
}

TEST_F(sqlite_store_file, takes_any_bytes_as_id_up_to_2048) {
  const auto store = open();
  const std::vector<std::string> ids{std::string(1, '\0'),       "../outside", "team/red",
                                     "'; DROP TABLE object; --", "zoë-日本-😀", "\xff\xfe",
                                     std::string(2048, 'x')};
  for (const auto& id : ids) ASSERT_TRUE(store->put("t", id, json::value(id.size())));
  for (const auto& id : ids) EXPECT_EQ((*store->get("t", id))->document, json::value(id.size()));
  EXPECT_EQ(store->ids("t")->size(), ids.size());
}

TEST_F(sqlite_store_file, refuses_keys_outside_the_limits) {
  const auto store = open();
  for (const auto& [table, id] : std::vector<std::pair<std::string, std::string>>{
           {"t", ""}, {"t", std::string(2049, 'x')}, {"", "a"}, {std::string(256, 't'), "a"}}) {
    EXPECT_EQ(fault_of(store->get(table, id).error()), fault::invalid_key);
    EXPECT_EQ(fault_of(store->put(table, id, 1).error()), fault::invalid_key);
    EXPECT_EQ(fault_of(store->remove(table, id).error()), fault::invalid_key);
  }
}

TEST_F(sqlite_store_file, refuses_documents_over_its_limit) {
  const auto store = open({.max_document_bytes = 10, .survives_power_loss = false});
  EXPECT_TRUE(store->put("t", "a", json::value("12345678")));
  EXPECT_EQ(fault_of(store->put("t", "a", json::value("123456789")).error()), fault::too_large);
}

TEST_F(sqlite_store_file, makes_its_folder_for_the_owner_only) {
  const fs::path inside = folder_ / "new/store.db";
  ASSERT_TRUE(sqlite_store::open(inside.string()));
  EXPECT_EQ(fs::status(inside.parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(sqlite_store_file, refuses_a_file_that_is_something_else) {
  std::ofstream(path()) << std::string(4096, 'x');
  const auto refused = sqlite_store::open(path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(fault_of(refused.error()), fault::corrupt);
  EXPECT_NE(refused.error().message.find("store.db"), std::string::npos);
}

TEST_F(sqlite_store_file, says_where_it_cannot_open) {
  const auto refused = sqlite_store::open("/proc/no/such/place/store.db");
  ASSERT_FALSE(refused);
  EXPECT_EQ(fault_of(refused.error()), fault::unavailable);
  EXPECT_NE(refused.error().message.find("/proc/no/such/place"), std::string::npos);
}

TEST_F(sqlite_store_file, says_busy_when_another_writer_does_not_let_go) {
  const auto store = open({.busy_timeout = std::chrono::milliseconds(20), .survives_power_loss = false});
  ASSERT_TRUE(store->put("t", "a", 1));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(fault_of(store->put("t", "a", 2).error()), fault::busy);
  EXPECT_EQ((*store->get("t", "a"))->document.as_int64(), 1);  // readers wait for nobody
  sqlite3_close(other);
  EXPECT_TRUE(store->put("t", "a", 2));
}

TEST_F(sqlite_store_file, says_corrupt_when_a_stored_text_is_no_json) {
  const auto store = open();
  ASSERT_TRUE(store->put("t", "a", 1));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE object SET document='{'", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(fault_of(store->get("t", "a").error()), fault::corrupt);
}

TEST_F(sqlite_store_file, refuses_a_database_of_another_program) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "CREATE TABLE theirs (a)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(fault_of(sqlite_store::open(path()).error()), fault::corrupt);
}

TEST_F(sqlite_store_file, threads_lose_no_update) {
  const auto store = open();
  const auto other = open();
  ASSERT_TRUE(store->put("t", "n", 0));
  std::vector<std::thread> threads;
  for (sqlite_store* used : {store.get(), store.get(), other.get(), other.get()}) {
    threads.emplace_back([used] {
      for (int i = 0; i < 50; ++i) {
        const auto updated = used->update_state("t", "n", [](const json::value& state) -> result<json::value> {
          return json::value(state.as_int64() + 1);
        });
        EXPECT_TRUE(updated) << updated.error().message;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ((*store->get("t", "n"))->document.as_int64(), 200);
}

}  // namespace
}  // namespace lamina::store
