#include "lamina/gateway/integration/field_list.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

std::string maps(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  field_list list;
  list.add("left over", "from the request before");
  list.clear();
  for (const auto& [name, value] : fields) list.add(name, value);
  std::string out;
  list.write_maps(out, " | ");
  return out;
}

TEST(field_list, the_last_value_wins_and_all_values_are_listed_in_order) {
  EXPECT_EQ(maps({{"b", "1"}, {"a", "x"}, {"b", "3"}, {"b", "2"}}),
            R"({"a":"x","b":"2"} | {"a":["x"],"b":["1","3","2"]})");
}

TEST(field_list, the_values_of_a_name_can_be_joined) {
  field_list list;
  std::string out;
  list.write_joined_map(out);
  for (const auto& [name, value] : {std::pair("b", "1"), {"a", "x"}, {"b", "\"3\""}, {"b", ""}, {"c", ""}, {"c", "4"}})
    list.add(name, value);
  list.write_joined_map(out);
  EXPECT_EQ(out, R"({}{"a":"x","b":"1,\"3\",","c":",4"})");
}

TEST(field_list, names_are_case_sensitive) {
  EXPECT_EQ(maps({{"X", "1"}, {"x", "2"}}), R"({"X":"1","x":"2"} | {"X":["1"],"x":["2"]})");
}

TEST(field_list, nothing_is_null) { EXPECT_EQ(maps({}), "null | null"); }

TEST(field_list, names_and_values_are_escaped) {
  EXPECT_EQ(maps({{"a\"b", "\xFF"}}), "{\"a\\\"b\":\"\xEF\xBF\xBD\"} | {\"a\\\"b\":[\"\xEF\xBF\xBD\"]}");
}

TEST(field_list, finds_the_last_value_of_a_name_before_and_after_it_was_written) {
  field_list fields;
  fields.add("b", "1");
  fields.add("a", "x");
  fields.add("b", "2");
  std::string out;
  for (int i = 0; i < 2; ++i) {
    ASSERT_NE(fields.find("b"), nullptr);
    EXPECT_EQ(*fields.find("b"), "2");
    EXPECT_EQ(fields.find("B"), nullptr);
    fields.write_maps(out, ",");
  }
}

TEST(field_list, finds_all_values_of_a_name_as_they_came) {
  field_list fields;
  for (const auto& [name, value] : {std::pair("b", "2"), {"a", "x"}, {"b", ""}, {"B", "y"}, {"b", "1"}})
    fields.add(name, value);
  std::vector<std::string_view> values = {"kept"};
  fields.find_all("b", values);
  EXPECT_EQ(values, (std::vector<std::string_view>{"kept", "2", "", "1"}));
  fields.find_all("none", values);
  EXPECT_EQ(values.size(), 4u);
}

}  // namespace
}  // namespace lamina::gateway
