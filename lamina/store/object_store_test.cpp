#include "lamina/store/object_store.h"

#include <gtest/gtest.h>

#include <map>

namespace lamina::store {
namespace {

// One table in memory, in which somebody else writes just before each of the next `disturbances` conditional writes.
class disturbed_store final : public object_store {
 public:
  explicit disturbed_store(int disturbances) : disturbances_(disturbances) {}

  result<std::optional<object>> get(std::string_view, std::string_view id) override {
    const auto found = objects_.find(std::string(id));
    if (found == objects_.end()) return std::optional<object>();
    return std::optional<object>(found->second);
  }
  result<version> put(std::string_view, std::string_view id, const json::value& document, condition when) override {
    auto& stored = objects_[std::string(id)];
    if (disturbances_ > 0 && stored.version != 0) {
      --disturbances_;
      stored = {json::value(stored.document.as_int64() + 100), ++last_};
    }
    if (!when.holds(stored.version == 0 ? std::nullopt : std::optional(stored.version))) {
      return make_error(fault::conflict, "somebody else wrote");
    }
    stored = {document, ++last_};
    return last_;
  }
  result<void> remove(std::string_view, std::string_view id, condition) override {
    objects_.erase(std::string(id));
    return {};
  }
  result<page> list(std::string_view, std::string_view, std::string_view, std::size_t) override {
    return make_error(fault::unavailable, "not asked for by what is tested here");
  }

 private:
  std::map<std::string, object> objects_;
  version last_ = 0;
  int disturbances_;
};

result<json::value> plus_one(const json::value& state) { return json::value(state.as_int64() + 1); }

TEST(condition, says_when_a_write_may_happen) {
  EXPECT_TRUE(condition().holds(std::nullopt));
  EXPECT_TRUE(condition().holds(7));
  EXPECT_TRUE(condition::if_absent().holds(std::nullopt));
  EXPECT_FALSE(condition::if_absent().holds(7));
  EXPECT_TRUE(condition::if_version(7).holds(7));
  EXPECT_FALSE(condition::if_version(7).holds(8));
  EXPECT_FALSE(condition::if_version(7).holds(std::nullopt));
}

TEST(fault, is_carried_by_an_error) {
  for (const fault why : {fault::not_found, fault::conflict, fault::invalid_key, fault::too_large, fault::busy,
                          fault::corrupt, fault::unavailable}) {
    const error made = make_error(why, "says why");
    EXPECT_EQ(fault_of(made), why);
    EXPECT_FALSE(made.is_exposed()) << made.name;
    EXPECT_EQ(made.message, "says why");
  }
  EXPECT_EQ(make_error(fault::conflict, "").status_code, 409);
  EXPECT_EQ(make_error(fault::busy, "").status_code, 503);
  EXPECT_EQ(fault_of(error(409)), std::nullopt);
}

TEST(update_state, starts_over_until_nobody_wrote_in_between) {
  disturbed_store store(5);
  ASSERT_TRUE(store.put("t", "n", 0, {}));
  const auto updated = store.update_state("t", "n", plus_one);
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->document.as_int64(), 501);
  EXPECT_EQ((*store.get("t", "n"))->document.as_int64(), 501);
}

TEST(update_state, gives_up_with_a_conflict) {
  disturbed_store store(object_store::max_update_attempts);
  ASSERT_TRUE(store.put("t", "n", 0, {}));
  EXPECT_EQ(fault_of(store.update_state("t", "n", plus_one).error()), fault::conflict);
}

TEST(update_state, needs_an_object) {
  disturbed_store store(0);
  EXPECT_EQ(fault_of(store.update_state("t", "n", plus_one).error()), fault::not_found);
}

TEST(update_state, hands_on_the_error_of_the_reducer_and_writes_nothing) {
  disturbed_store store(0);
  ASSERT_TRUE(store.put("t", "n", 1, {}));
  const auto refused = store.update_state(
      "t", "n", [](const json::value&) -> result<json::value> { return error(422, "no such action"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status_code, 422);
  EXPECT_EQ((*store.get("t", "n"))->version, 1u);
}

}  // namespace
}  // namespace lamina::store
