#include "lamina/gateway/integration/mapping_template.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(mapping_template, is_vtl_when_it_refers_or_directs) {
  for (const char* text :
       {"$input", "{\"a\": $input.json('$')}", "$!x", "${x}", "#set($a = 1)", "## said", "#*a*#", "#[[a]]#", "#{else}"})
    EXPECT_TRUE(needs_vtl(text)) << text;
}

TEST(mapping_template, stands_for_itself_otherwise) {
  for (const char* text : {"", "{\"statusCode\": 200}", "5 $", "$5", "a # b", "#1", "$.a"})
    EXPECT_FALSE(needs_vtl(text)) << text;
}

TEST(media_type, is_the_first_without_parameters) {
  EXPECT_EQ(media_type("application/json; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type("text/html, */*;q=0.8"), "text/html");
  EXPECT_EQ(media_type(" a/b "), "a/b");
  EXPECT_EQ(media_type(""), "");
}

}  // namespace
}  // namespace lamina::gateway
