#include "lamina/router/http_route_pattern.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"

namespace lamina {
namespace {

// "name=value ..." of what the pattern found; "no" when it does not take the path.
std::string match(std::string_view pattern, std::string_view path) {
  const http_route_pattern subject(pattern);
  std::vector<std::string_view> values{"left over"};
  if (!subject.match(path, values)) return "no";
  EXPECT_EQ(values.size(), subject.names().size());
  std::string shown;
  for (std::size_t i = 0; i < values.size(); ++i)
    shown.append(i ? " " : "").append(subject.names()[i]).append("=").append(values[i]);
  return shown;
}

TEST(http_route_pattern, takes_one_part_for_a_parameter) {
  EXPECT_EQ(match("/user/{id}", "/user/12"), "id=12");
  EXPECT_EQ(match("/user/{id}", "/user/12/"), "id=12");
  EXPECT_EQ(match("/user/{id}", "/user/%2F%zz"), "id=%2F%zz");
  EXPECT_EQ(match("/{id}", "/.."), "id=..");
  EXPECT_EQ(match("/user/{id}/{field}", "/user/1/name"), "id=1 field=name");
  for (const char* path : {"/user", "/user/", "/user//", "/user/1/2", "/user/1//", "/User/1", "user/1", "", "/", "//1"})
    EXPECT_EQ(match("/user/{id}", path), "no") << path;
}

TEST(http_route_pattern, reads_literal_parts_to_the_letter) {
  EXPECT_EQ(match("/a.b/{id}", "/a.b/1"), "id=1");
  EXPECT_EQ(match("/a.b/{id}", "/axb/1"), "no");
  EXPECT_EQ(match("/{id}/$x", "/1/$x"), "id=1");
}

TEST(http_route_pattern, takes_text_after_a_parameter) {
  EXPECT_EQ(match("/report/{name}.csv", "/report/a.csv.csv"), "name=a.csv");
  EXPECT_EQ(match("/report/{name}.csv", "/report/.csv"), "no");
  EXPECT_EQ(match("/report/{name}.csv", "/report/a.txt"), "no");
}

TEST(http_route_pattern, takes_all_that_is_left) {
  EXPECT_EQ(match("/files/{proxy+}", "/files"), "proxy=");
  EXPECT_EQ(match("/files/{proxy+}", "/files/"), "proxy=");
  EXPECT_EQ(match("/files/{proxy+}", "/files//"), "proxy=/");
  EXPECT_EQ(match("/files/{proxy+}", "/files/a/b/"), "proxy=a/b/");
  EXPECT_EQ(match("/{proxy+}", "/"), "proxy=");
  EXPECT_EQ(match("/{id}/{proxy+}", "/1"), "id=1 proxy=");
  EXPECT_EQ(match("/files/{proxy+}", "/filesystem"), "no");
}

TEST(http_route_pattern, refuses_paths_that_cannot_be) {
  for (const char* path : {"{id}", "/x{id}", "/{id", "/id}/{a}", "/{}", "/{+}", "/{a}{b}", "/{a}/{a}", "/{a+}/b",
                           "/{a+}b", "/{a{b}", "/{a++}", "/{a/b}"}) {
    try {
      http_route_pattern{path};
      ADD_FAILURE() << path;
    } catch (const error& refused) {
      EXPECT_TRUE(refused.message.starts_with("Invalid route path")) << path;
    }
  }
}

}  // namespace
}  // namespace lamina
