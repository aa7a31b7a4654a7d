#include "lamina/engine/internal_store.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

class there final : public internal_store::pending {
 public:
  explicit there(result<json::value> value) : value_(std::move(value)) {}
  task<result<json::value>> get(scheduler&) override { co_return value_; }

 private:
  result<json::value> value_;
};

result<std::optional<json::value>> get(const internal_store& store, std::string name) {
  testing::manual_scheduler loop;
  auto work = store.get(std::move(name), loop);
  work.await_suspend(std::noop_coroutine()).resume();
  return work.await_resume();
}

TEST(internal_store, finds_what_was_set_and_keeps_the_order) {
  internal_store store;
  store.set("b", 1);
  store.set("a", "x");
  store.set("b", 2);
  EXPECT_EQ(store.names(), (std::vector<std::string_view>{"b", "a"}));
  EXPECT_EQ(*store.find("b"), json::value(2));
  EXPECT_EQ(store.find("c"), nullptr);
  EXPECT_EQ(json::serialize(store.snapshot()), R"({"b":2,"a":"x"})");
  store.erase("b");
  EXPECT_FALSE(store.contains("b"));
}

TEST(internal_store, holds_values_that_are_on_their_way) {
  internal_store store;
  store.set("secret", std::make_shared<there>(json::value("s")));
  EXPECT_TRUE(store.contains("secret"));
  EXPECT_EQ(store.find("secret"), nullptr);
  EXPECT_TRUE(store.snapshot().empty());
  EXPECT_EQ(get(store, "secret").value(), json::value("s"));
  EXPECT_EQ(get(store, "missing").value(), std::nullopt);
  store.set("secret", 1);
  EXPECT_EQ(get(store, "secret").value(), json::value(1));
}

TEST(internal_store, hands_on_the_error_of_a_value_that_failed) {
  internal_store store;
  store.set("secret", std::make_shared<there>(error("no such secret")));
  const auto got = get(store, "secret");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "no such secret");
}

}  // namespace
}  // namespace lamina
