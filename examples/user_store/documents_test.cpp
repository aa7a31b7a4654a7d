#include "examples/user_store/documents.h"

#include <gtest/gtest.h>

#include <thread>

#include "examples/user_store/temporary_store.h"

namespace user_store {
namespace {

using namespace lamina;

int status_of(const std::function<void()>& call) {
  try {
    call();
    return 200;
  } catch (const error& thrown) {
    return thrown.status_code;
  }
}

json::value nested(int levels) {
  json::value inner = 1;
  for (int i = 0; i < levels; ++i) inner = json::object{{"n", inner}};
  return inner;
}

TEST(documents, are_replaced_with_the_id_of_their_user) {
  const temporary_store temporary;
  const documents table(temporary.store, "user", store_type::s3);
  EXPECT_EQ(json::serialize(table.put("alice", {{"id", "bob"}, {"n", 1}})), R"({"id":"alice","n":1})");
  EXPECT_EQ(json::serialize(table.put("alice", {{"m", 2}})), R"({"m":2,"id":"alice"})");
  EXPECT_EQ(json::serialize(table.get("alice")), R"({"m":2,"id":"alice"})");
  EXPECT_EQ(status_of([&] { table.get("bob"); }), 404);
}

TEST(documents, creation_leaves_an_existing_one_alone) {
  const temporary_store temporary;
  const documents table(temporary.store, "user", store_type::s3);
  table.create("alice");
  EXPECT_EQ(json::serialize(table.get("alice")), R"({"id":"alice"})");
  table.put("alice", {{"n", 1}});
  table.create("alice");
  EXPECT_EQ(table.get("alice").at("n"), 1);
}

TEST(documents, actions_that_meet_are_all_applied) {
  const temporary_store temporary;
  const documents table(temporary.store, "user", store_type::s3);
  table.create("alice");
  const reducer count = reduce_by_field({{"visits", [](const json::value& state, const action&) {
                                            return json::value((state.is_int64() ? state.as_int64() : 0) + 1);
                                          }}});
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 25; ++n) table.apply("alice", {.type = "VISIT"}, count);
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(json::serialize(table.get("alice")), R"({"id":"alice","visits":100})");
}

TEST(documents, an_action_needs_a_document_and_a_sound_reducer) {
  const temporary_store temporary;
  const documents table(temporary.store, "user", store_type::s3);
  EXPECT_EQ(status_of([&] { table.apply("alice", {.type = "X"}, keep); }), 404);
  table.create("alice");
  const reducer steals_the_id = [](const json::value&, const action&) { return json::value{{"id", "bob"}}; };
  EXPECT_EQ(table.apply("alice", {.type = "X"}, steals_the_id).at("id"), "alice");
  const reducer broken = [](const json::value&, const action&) { return json::value(1); };
  EXPECT_EQ(status_of([&] { table.apply("alice", {.type = "X"}, broken); }), 500);
  const reducer refusing = [](const json::value&, const action&) -> json::value { throw error(422, "no"); };
  EXPECT_EQ(status_of([&] { table.apply("alice", {.type = "X"}, refusing); }), 422);
  EXPECT_EQ(json::serialize(table.get("alice")), R"({"id":"alice"})");
}

TEST(limits, of_a_table_do_not_hold_for_a_bucket) {
  const std::vector<json::value> too_much{json::object{{"big", 1e300}}, json::object{{"small", 1e-200}}, nested(33),
                                          json::object{{"pad", std::string(410'000, 'x')}},
                                          json::object{{"list", json::array{json::array{-1e126}}}}};
  for (const auto& document : too_much) {
    EXPECT_TRUE(check_limits(store_type::s3, document));
    const auto refused = check_limits(store_type::dynamodb, document);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status_code, 400);
  }
  for (const auto& document : {json::value(json::object{{"big", 9.9e125}, {"zero", 0.0}}), nested(32)}) {
    EXPECT_TRUE(check_limits(store_type::dynamodb, document));
  }
}

}  // namespace
}  // namespace user_store
