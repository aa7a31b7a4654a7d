#include "lamina/router/path_pattern.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

// "name=value ..." of the parameters, "no" where the pattern does not match, the status where it is refused.
std::string matched(std::string_view pattern, std::string_view path, bool whole = true) {
  path_pattern::parameters found;
  const auto parts = split_path(path);
  const auto taken = path_pattern(pattern).match(parts, whole, found);
  if (!taken) return std::to_string(taken.error().status_code);
  if (!*taken) return "no";
  std::string text = std::to_string(**taken);
  for (const auto& [name, value] : found) text += " " + name + "=" + value;
  return text;
}

TEST(split_path, ignores_one_slash_at_each_end) {
  EXPECT_EQ(split_path("/a/b/"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(split_path("a/b"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_TRUE(split_path("/").empty());
  EXPECT_TRUE(split_path("").empty());
  EXPECT_EQ(split_path("/a//b"), (std::vector<std::string_view>{"a", "", "b"}));
}

TEST(path_pattern, matches_letters_in_either_case) {
  EXPECT_EQ(matched("/auth/login", "/Auth/LOGIN"), "2");
  EXPECT_EQ(matched("/Auth/Login", "/auth/login/"), "2");
  EXPECT_EQ(matched("/auth/login", "/auth/logins"), "no");
  EXPECT_EQ(matched("/auth/login", "/auth"), "no");
  EXPECT_EQ(matched("/auth", "/auth/login"), "no");
  EXPECT_EQ(matched("/", "/"), "0");
}

TEST(path_pattern, takes_parameters_decoded_and_as_they_are_spelt) {
  EXPECT_EQ(matched("/users/{id}", "/users/Al%20ice"), "2 id=Al ice");
  EXPECT_EQ(matched("/users/{id}/files/{file}", "/users/7/FILES/a%2Fb"), "4 id=7 file=a/b");
  EXPECT_EQ(matched("/users/{id}", "/users//"), "no");
  EXPECT_EQ(matched("/files/{path+}", "/files/a/b%20c/d"), "4 path=a/b c/d");
  EXPECT_EQ(matched("/files/{path+}", "/files"), "no");
}

TEST(path_pattern, refuses_broken_escapes_in_parameters) {
  for (const char* broken : {"/users/%", "/users/%4", "/users/%zz", "/users/a%E0%A4%A", "/users/%ff"}) {
    EXPECT_EQ(matched("/users/{id}", broken), "400") << broken;
  }
  EXPECT_EQ(matched("/users/x", "/users/%zz"), "no");
}

TEST(path_pattern, as_a_prefix_takes_what_it_needs) {
  EXPECT_EQ(matched("/teams/{team}", "/teams/red/users/7", false), "2 team=red");
  EXPECT_EQ(matched("/", "/a/b", false), "0");
  EXPECT_EQ(matched("/api", "/apix", false), "no");
}

TEST(path_pattern, refuses_patterns_that_cannot_be) {
  for (const char* bad : {"/a/{id", "/a/{}", "/a/{+}", "/{rest+}/b", "/{id}/{id}", "/a{id}"}) {
    EXPECT_THROW(path_pattern{bad}, error) << bad;
  }
}

}  // namespace
}  // namespace lamina
