#include "lamina/config/service.h"

#include <gtest/gtest.h>

#include "lamina/config/warning.h"

namespace lamina::config {
namespace {

TEST(location, says_file_line_and_key) {
  EXPECT_EQ((location{"serverless.yml", 31, "functions.api"}.text()), "serverless.yml:31: functions.api");
}

TEST(location, leaves_out_what_is_unknown) {
  EXPECT_EQ((location{"serverless.yml", 0, {}}.text()), "serverless.yml");
  EXPECT_EQ((location{{}, 7, "a"}.text()), "line 7: a");
  EXPECT_EQ((location{{}, 0, "a"}.text()), "a");
}

TEST(warning, puts_the_place_before_the_text) {
  EXPECT_EQ((warning{{"s.yml", 2, "a.b"}, "is odd"}.message()), "s.yml:2: a.b: is odd");
  EXPECT_EQ((warning{{}, "is odd"}.message()), "is odd");
}

TEST(websocket_placement, says_what_no_path_and_no_host_name_is) {
  for (const char* path : {"/", "/live", "/a/b/"}) EXPECT_EQ(flaw_of_websocket_path(path), "") << path;
  for (const char* path : {"", "live", "//", "/\x7F", "/a?", "/%41"})
    EXPECT_NE(flaw_of_websocket_path(path), "") << path;
  for (const char* host : {"localhost", "WS.example.com", "127.0.0.1"})
    EXPECT_EQ(flaw_of_websocket_host(host), "") << host;
  for (const char* host : {"", "a:80", "a/b", "a b", "[::1]"}) EXPECT_NE(flaw_of_websocket_host(host), "") << host;
}

TEST(service, finds_a_function_by_its_key) {
  service one;
  one.functions.resize(2);
  one.functions[0].key = "a";
  one.functions[1].key = "b";
  EXPECT_EQ(one.find_function("b"), &one.functions[1]);
  EXPECT_EQ(one.find_function("c"), nullptr);
}

}  // namespace
}  // namespace lamina::config
