#include "lamina/gateway/router/request_target.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

struct row {
  std::string_view target, whole, stage, path, query;
};

TEST(request_target, is_split_into_stage_path_and_query) {
  const row rows[] = {
      {"/dev/pets", "/dev/pets", "dev", "/pets", ""},
      {"/dev/pets/?a=1&b", "/dev/pets/", "dev", "/pets/", "a=1&b"},
      {"//dev/pets", "/dev/pets", "dev", "/pets", ""},
      {"/dev//pets", "/dev//pets", "dev", "/pets", ""},
      {"/dev/pets//7", "/dev/pets//7", "dev", "/pets//7", ""},
      {"/dev", "/dev", "dev", "/", ""},
      {"/dev/", "/dev/", "dev", "/", ""},
      {"/dev///", "/dev///", "dev", "/", ""},
      {"/dev?x", "/dev", "dev", "/", "x"},
      {"/dev/a?b?c#d", "/dev/a", "dev", "/a", "b?c"},
      {"/dev/a#b?c", "/dev/a", "dev", "/a", ""},
      {"http://host:1/dev/a?b", "/dev/a", "dev", "/a", "b"},
      {"https://host", "/", "", "/", ""},
      {"/", "/", "", "/", ""},
      {"///", "/", "", "/", ""},
      {"*", "/", "", "/", ""},
      {"", "/", "", "/", ""},
      {"/dev/%2Fa%00", "/dev/%2Fa%00", "dev", "/%2Fa%00", ""},
  };
  for (const row& wanted : rows) {
    const request_target got = split_target(wanted.target);
    EXPECT_EQ(got.whole, wanted.whole) << wanted.target;
    EXPECT_EQ(got.stage, wanted.stage) << wanted.target;
    EXPECT_EQ(got.path, wanted.path) << wanted.target;
    EXPECT_EQ(got.query, wanted.query) << wanted.target;
  }
}

TEST(request_target, knows_the_characters_that_must_be_encoded) {
  for (const char c : std::string("|<>^{}")) {
    EXPECT_TRUE(has_refused_character(std::string("/dev/a") + c)) << c;
    EXPECT_TRUE(has_refused_character(std::string("/dev/a?b=") + c + "c")) << c;
  }
  for (const std::string_view target : {"", "*", "/dev/%7C%7B%7D?a[]=1&b=%3C;'!$()*+,:@~_-.", "/dev/zo\xc3\xab"})
    EXPECT_FALSE(has_refused_character(target)) << target;
}

}  // namespace
}  // namespace lamina::gateway
