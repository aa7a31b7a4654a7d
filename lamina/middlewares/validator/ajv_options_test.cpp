#include "lamina/middlewares/validator/ajv_options.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"
#include "lamina/middlewares/validator/validator.h"

namespace lamina::internal {
namespace {

json::schema_options read(const char* options) {
  json::schema_options target = ajv_defaults();
  read_ajv_options(json::parse(options).as_object(), "@middy/validator", target);
  return target;
}

std::string refusal(const char* options) {
  try {
    read(options);
    return "";
  } catch (const error& caught) {
    return caught.message;
  }
}

TEST(ajv_options, none_leave_what_middy_sets) {
  const auto options = read("{}");
  EXPECT_EQ(options.coercion, json::coercion::array);
  EXPECT_EQ(options.defaults, json::default_filling::empty);
  EXPECT_TRUE(options.strict_schema && options.strict_types && options.strict_tuples && options.strict_required);
}

TEST(ajv_options, strict_switches_all_parts_and_each_part_itself) {
  EXPECT_FALSE(read(R"({"strict": false})").strict_required);
  EXPECT_FALSE(read(R"({"strict": "log"})").strict_schema);
  const auto mixed = read(R"({"strict": false, "strictTypes": true})");
  EXPECT_TRUE(mixed.strict_types);
  EXPECT_FALSE(mixed.strict_tuples);
  EXPECT_FALSE(read(R"({"strictTuple": false})").strict_tuples);
}

TEST(ajv_options, words_and_booleans_choose) {
  EXPECT_EQ(read(R"({"coerceTypes": false})").coercion, json::coercion::none);
  EXPECT_EQ(read(R"({"coerceTypes": true})").coercion, json::coercion::scalars);
  EXPECT_EQ(read(R"({"useDefaults": true})").defaults, json::default_filling::missing);
  EXPECT_EQ(read(R"({"removeAdditional": "failing"})").removal, json::additional_removal::failing);
  EXPECT_EQ(read(R"({"removeAdditional": "all"})").removal, json::additional_removal::all);
  EXPECT_EQ(read(R"({"removeAdditional": true})").removal, json::additional_removal::refused);
  EXPECT_FALSE(read(R"({"validateFormats": false})").assert_formats);
}

TEST(ajv_options, what_is_unknown_or_malformed_is_refused) {
  EXPECT_EQ(refusal(R"({"allErrors": false})"), "ajv-errors: Ajv option allErrors must be true");
  EXPECT_EQ(refusal(R"({"coerceTypes": "list"})"), "Option 'coerceTypes' must be boolean or \"array\"");
  EXPECT_EQ(refusal(R"({"verbose": true})"), "Unknown option 'verbose'");
}

}  // namespace
}  // namespace lamina::internal
