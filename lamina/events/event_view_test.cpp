#include "lamina/events/event_view.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

const json::value document = json::parse(R"({"a":{"b":"text","list":["x",1,"y",null]},"n":7.9,"digits":"17","big":1e300,
    "odd":"17x","uint":18446744073709551615,"yes":true,"records":[{"id":"1"},3,{"id":"2"}]})");
const event_view view(document);

class row : public event_view {
 public:
  using event_view::event_view;
  std::string_view id() const noexcept { return text("id"); }
};

class clocks : public event_view {
 public:
  using event_view::event_view;
  event_time fast(std::string_view key) const noexcept { return time_of_milliseconds(member(key)); }
  event_time slow(std::string_view key) const noexcept { return time_of_seconds(member(key)); }
};

TEST(event_view, reads_by_path) {
  EXPECT_EQ(view.text("a", "b"), "text");
  EXPECT_EQ(view.integer("n"), 7);
  EXPECT_EQ(view.integer("digits"), 17);
  EXPECT_TRUE(view.flag("yes"));
  EXPECT_EQ(view.texts("a", "list"), (std::vector<std::string_view>{"x", "y"}));
  EXPECT_EQ(&view.member("a"), &document.at("a"));
  EXPECT_EQ(&view.member(), &document);
  EXPECT_EQ(&view.document(), &document);
}

TEST(event_view, has_empty_values_for_what_is_missing_or_of_another_type) {
  EXPECT_TRUE(view.member("none", "at", "all").is_null());
  EXPECT_TRUE(view.member("n", "b").is_null());
  EXPECT_EQ(view.text("a"), "");
  EXPECT_EQ(view.integer("odd"), 0);
  EXPECT_EQ(view.integer("big"), 0);
  EXPECT_EQ(view.integer("uint"), 0);
  EXPECT_EQ(view.integer("yes"), 0);
  EXPECT_FALSE(view.flag("digits"));
  EXPECT_TRUE(view.texts("a", "b").empty());
}

TEST(event_view, has_times) {
  const json::value times = json::parse(R"({"ms":"1545082649183","s":1545084650.987,"text":"noon","big":1e300})");
  using std::chrono::milliseconds;
  EXPECT_EQ(clocks(times).fast("ms"), event_time(milliseconds(1545082649183)));
  EXPECT_EQ(clocks(times).slow("s"), event_time(milliseconds(1545084650987)));
  EXPECT_EQ(clocks(times).fast("text"), event_time());
  EXPECT_EQ(clocks(times).slow("big"), event_time());
}

TEST(views, are_the_elements_of_a_list) {
  const views<row> rows(view.member("records"));
  std::string ids;
  for (const row one : rows) ids += one.id();
  EXPECT_EQ(ids, "12");
  EXPECT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].id(), "2");
  EXPECT_EQ(rows[3].id(), "");
  static_assert(std::forward_iterator<views<row>::iterator> && std::input_iterator<views<row>::iterator>);
}

TEST(views, are_none_of_what_is_no_list) {
  const views<row> rows(view.member("a"));
  EXPECT_TRUE(rows.empty());
  EXPECT_EQ(rows.begin(), rows.end());
  EXPECT_EQ(rows[0].id(), "");
}

}  // namespace
}  // namespace lamina
