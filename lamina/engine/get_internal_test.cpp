#include "lamina/engine/get_internal.h"

#include <gtest/gtest.h>

#include "lamina/engine/fetched_value.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct fixture : ::testing::Test {
  fixture() {
    internal.set("a", 1);
    internal.set("b", json::parse(R"({"c":{"d":"x"},"e":null})"));
    internal.set("later", std::make_shared<fetched_value>(json::value({{"password", "p"}})));
  }
  result<json::object> get(json::value selector) {
    auto work = get_internal(std::move(selector), request);
    work.await_suspend(std::noop_coroutine()).resume();
    return work.await_resume();
  }
  testing::manual_scheduler loop;
  lamina::context context{loop};
  json::value event;
  lamina::request request{event, context};
  internal_store& internal = request.internal;
};
using get_internal_of = fixture;

TEST_F(get_internal_of, one_name_a_path_a_list_or_a_map) {
  EXPECT_EQ(get("a").value(), json::object({{"a", 1}}));
  EXPECT_EQ(get("b.c.d").value(), json::object({{"b_c_d", "x"}}));
  EXPECT_EQ(get({"a", "missing"}).value(), json::object({{"a", 1}}));
  EXPECT_EQ(get({{"x", "b.c"}}).value(), json::parse(R"({"x":{"d":"x"}})").as_object());
  EXPECT_EQ(get({{"x", "b.e.f"}, {"y", "b.q"}}).value(), json::object());
}

TEST_F(get_internal_of, true_gives_everything_and_false_nothing) {
  EXPECT_EQ(get(true).value().size(), 3u);
  EXPECT_TRUE(get(false).value().empty());
  EXPECT_TRUE(get(nullptr).value().empty());
}

TEST_F(get_internal_of, values_that_are_on_their_way) {
  EXPECT_EQ(get("later.password").value(), json::object({{"later_password", "p"}}));
}

TEST_F(get_internal_of, failed_values_lists_all_failures) {
  internal.set("bad", std::make_shared<fetched_value>(error(404, "gone")));
  internal.set("worse", std::make_shared<fetched_value>(error("broken")));
  const auto got = get({"a", "bad", "worse"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "Failed to resolve internal values");
  EXPECT_EQ(got.error().cause->at("data"),
            json::parse(
                R"([{"name":"NotFoundError","message":"gone","statusCode":404},{"name":"Error","message":"broken"}])"));
}

TEST(sanitize_key, leaves_letters_and_digits) {
  const std::pair<std::string_view, std::string_view> keys[] = {
      {"key", "key"}, {"0key", "_0key"}, {"a  b..c", "a_b_c"}, {"--", "_"}, {"", ""}, {"/a/", "_a_"}, {"né漢", "n_"}};
  for (const auto& [key, clean] : keys) EXPECT_EQ(sanitize_key(key), clean);
}

}  // namespace
}  // namespace lamina
