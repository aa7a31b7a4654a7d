#include "lamina/config/internal/cloudformation_tags.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

std::string long_form(std::string_view tag, const json::value& value) {
  const auto out = cloudformation_function(tag, value);
  return out ? json::serialize(*out) : "none";
}

TEST(cloudformation_function, has_a_prefix_for_all_but_ref_and_condition) {
  EXPECT_EQ(long_form("!Ref", "x"), R"({"Ref":"x"})");
  EXPECT_EQ(long_form("!Condition", "x"), R"({"Condition":"x"})");
  for (const char* name : {"And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "If", "ImportValue", "Join", "Not",
                           "Or", "Select", "Split", "Sub"})
    EXPECT_EQ(long_form("!" + std::string(name), "x"), R"({"Fn::)" + std::string(name) + R"(":"x"})");
}

TEST(cloudformation_function, splits_the_text_of_get_att_at_its_first_dot) {
  EXPECT_EQ(long_form("!GetAtt", "A.B.C"), R"({"Fn::GetAtt":["A","B.C"]})");
  EXPECT_EQ(long_form("!GetAtt", "A"), R"({"Fn::GetAtt":["A",""]})");
  EXPECT_EQ(long_form("!GetAtt", json::parse(R"(["A","B"])")), R"({"Fn::GetAtt":["A","B"]})");
}

TEST(cloudformation_function, knows_no_other_tag) {
  for (const char* tag : {"!Foo", "Ref", "", "!", "!ref", "!Fn::Sub"}) EXPECT_EQ(long_form(tag, "x"), "none") << tag;
}

}  // namespace
}  // namespace lamina::config
