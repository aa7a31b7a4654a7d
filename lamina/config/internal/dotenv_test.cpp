#include "lamina/config/internal/dotenv.h"

#include <gtest/gtest.h>

namespace lamina::config {
namespace {

// What dotenv 16.6 and dotenv-expand 10.0 make of `text` with OUT=outside in the environment.
std::string value_of_a(std::string_view text) {
  auto all = read_dotenv(text, {{"OUT", "outside"}});
  return all.contains("A") ? all["A"] : "(none)";
}

TEST(read_dotenv, reads_names_and_values) {
  const std::pair<const char*, const char*> rows[] = {
      {"A=1", "1"},        {"A = 1 ", "1"},     {"export A=1", "1"}, {"  A=1", "1"},
      {"A: 1", "1"},       {"A=", ""},          {"A=x=y", "x=y"},    {"A=1 # c", "1"},
      {"A=1#c", "1"},      {"# A=1", "(none)"}, {"=1", "(none)"},    {"A:1", "(none)"},
      {"A B=1", "(none)"}, {"A=1\nA=2", "2"},   {"A=x\r\nB=y", "x"}, {"A=a\\nb", "a\\nb"}};
  for (const auto& [text, value] : rows) EXPECT_EQ(value_of_a(text), value) << text;
}

TEST(read_dotenv, reads_three_kinds_of_quotes) {
  const std::pair<const char*, const char*> rows[] = {
      {"A='x y'", "x y"},     {"A=\"1 # c\" # d", "1 # c"},       {"A=`x\"y'z`", "x\"y'z"}, {"A=\"a\\nb\"", "a\nb"},
      {"A='a\\nb'", "a\\nb"}, {"A=\"l1\nl2\"\nB=3", "l1\nl2"},    {"A='it\\'s'", "it\\'s"}, {"A=\"\"", ""},
      {"A=\"x\"y", "\"x\"y"}, {"A=\"unclosed\nB=2", "\"unclosed"}};
  for (const auto& [text, value] : rows) EXPECT_EQ(value_of_a(text), value) << text;
  EXPECT_EQ(read_dotenv("A=\"l1\nl2\"\nB=3", {}).at("B"), "3");
}

TEST(read_dotenv, replaces_names) {
  const std::pair<const char*, const char*> rows[] = {{"A=$OUT", "outside"},
                                                      {"A=${OUT}/x", "outside/x"},
                                                      {"A='$OUT'", "outside"},
                                                      {"A=\\$OUT", "$OUT"},
                                                      {"A=$NONE", ""},
                                                      {"A=${NONE:-def}", "def"},
                                                      {"A=$", "$"},
                                                      {"A=${", "${"},
                                                      {"A=$B\nB=${C}2\nC=z", "z2"},
                                                      {"A=x${OUT:-y}z", "xoutsidez"},
                                                      {"OUT=inner\nA=$OUT", "outside"}};
  for (const auto& [text, value] : rows) EXPECT_EQ(value_of_a(text), value) << text;
}

TEST(read_dotenv, ends_when_values_name_themselves) {
  EXPECT_LE(value_of_a("A=x$A$A$A$A").size(), 1u << 20);
  EXPECT_EQ(value_of_a("A=$B\nB=$A"), "");
}

}  // namespace
}  // namespace lamina::config
