#include "lamina/gateway/integration/request_templates.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using texts = std::map<std::string, std::optional<std::string>>;

// "template", "as it is" or "415"
std::string choice(const texts& from, std::string_view pass_through, std::string_view content_type) {
  const auto made = request_templates::compile(from, pass_through);
  EXPECT_TRUE(made) << made.error().message;
  const auto got = made->choose(content_type);
  return got.chosen != nullptr ? "template" : got.is_refused ? "415" : "as it is";
}

const texts json_alone = {{"application/json", "{}"}, {"text/plain", std::nullopt}};

TEST(request_templates, are_chosen_by_content_type) {
  for (const char* type : {"", "application/json", "application/json; charset=utf-8"})
    EXPECT_EQ(choice(json_alone, "NEVER", type), "template") << type;
  EXPECT_EQ(choice(json_alone, "", "text/plain"), "as it is");
}

TEST(request_templates, let_other_types_pass_as_the_integration_says) {
  EXPECT_EQ(choice(json_alone, "WHEN_NO_MATCH", "a/b"), "as it is");
  EXPECT_EQ(choice(json_alone, "WHEN_NO_TEMPLATES", "a/b"), "415");
  EXPECT_EQ(choice(json_alone, "NEVER", "a/b"), "415");
  EXPECT_EQ(choice({}, "WHEN_NO_TEMPLATES", "a/b"), "as it is");
  EXPECT_EQ(choice({}, "NEVER", "a/b"), "415");
}

TEST(request_templates, say_which_is_broken) {
  EXPECT_EQ(request_templates::compile({{"a/b", "#end"}}, "").error().message,
            "the request template of a/b, line 1, column 5: #end without what it ends");
}

}  // namespace
}  // namespace lamina::gateway
