#include "examples/user_store/actions.h"

#include <gtest/gtest.h>

namespace user_store {
namespace {

using namespace lamina;

json::value rename(const json::value& state, const action& what) {
  json::value next = state;
  next.as_object()["name"] = what.payload.at("name");
  return next;
}

json::value count(const json::value& state, const action&) {
  return json::value((state.is_int64() ? state.as_int64() : 0) + 1);
}

TEST(action, is_read_from_the_standard_form) {
  const auto read = action::from_json(
      json::parse(R"({"type":"RENAME","payload":{"name":"Al"},"meta":{"at":1},"error":true,"other":1})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, "RENAME");
  EXPECT_EQ(read->payload.at("name"), "Al");
  EXPECT_EQ(read->meta.at("at"), 1);
  EXPECT_TRUE(read->error);
  EXPECT_TRUE(action::from_json(json::parse(R"({"type":"X"})")));
}

TEST(action, is_refused_when_it_is_none) {
  for (const char* text :
       {"{}", "[]", "1", "null", R"({"payload":{}})", R"({"type":""})", R"({"type":7})", R"({"type":"X","payload":[]})",
        R"({"type":"X","meta":1})", R"({"type":"X","error":"no"})"}) {
    const auto refused = action::from_json(json::parse(text));
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().status_code, 400);
  }
}

TEST(reducer, that_keeps_changes_nothing) {
  const json::value state = json::parse(R"({"id":"alice","name":"Alice"})");
  EXPECT_EQ(keep(state, {.type = "RENAME"}), state);
}

TEST(reducer, by_type_runs_the_one_of_that_type) {
  const reducer root = reduce_by_type({{"RENAME", rename}});
  const json::value state = json::parse(R"({"name":"Alice"})");
  EXPECT_EQ(json::serialize(root(state, {.type = "RENAME", .payload = {{"name", "Al"}}})), R"({"name":"Al"})");
  EXPECT_EQ(root(state, {.type = "OTHER"}), state);
  EXPECT_EQ(json::serialize(state), R"({"name":"Alice"})");
}

TEST(reducer, by_field_gives_each_field_to_its_own) {
  const reducer root = reduce_by_field({{"visits", count}, {"untouched", keep}});
  EXPECT_EQ(json::serialize(root(json::parse(R"({"id":"a","visits":4})"), {.type = "X"})), R"({"id":"a","visits":5})");
  EXPECT_EQ(json::serialize(root(json::parse(R"({"id":"a"})"), {.type = "X"})), R"({"id":"a","visits":1})");
}

TEST(reducer, in_turn_hands_the_state_on) {
  const reducer root = reduce_in_turn({reduce_by_field({{"visits", count}}), reduce_by_type({{"RENAME", rename}}),
                                       reduce_by_field({{"visits", reduce_by_type({{"RENAME", count}})}})});
  EXPECT_EQ(json::serialize(root(json::object(), {.type = "RENAME", .payload = {{"name", "Al"}}})),
            R"({"visits":2,"name":"Al"})");
  EXPECT_EQ(json::serialize(root(json::object(), {.type = "X"})), R"({"visits":1})");
}

}  // namespace
}  // namespace user_store
