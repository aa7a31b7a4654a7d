#include "lamina/config/internal/yaml_scalar.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lamina::config {
namespace {

std::string read(std::string_view text) { return json::serialize(plain_scalar(text)); }

TEST(plain_scalar, has_four_spellings_of_null) {
  for (const char* text : {"", "~", "null", "Null", "NULL"}) EXPECT_EQ(read(text), "null") << text;
  EXPECT_EQ(read("nULL"), R"("nULL")");
}

TEST(plain_scalar, has_only_true_and_false_as_booleans) {
  for (const char* text : {"true", "True", "TRUE"}) EXPECT_EQ(read(text), "true") << text;
  for (const char* text : {"false", "False", "FALSE"}) EXPECT_EQ(read(text), "false") << text;
  for (const char* text : {"yes", "no", "on", "off", "Y", "tRUE"}) EXPECT_EQ(read(text), '"' + std::string(text) + '"');
}

TEST(plain_scalar, reads_whole_numbers_in_four_bases_with_underscores) {
  const std::pair<const char*, const char*> rows[] = {{"0", "0"},
                                                      {"-0", "0"},
                                                      {"+12", "12"},
                                                      {"007", "7"},
                                                      {"1_000", "1000"},
                                                      {"0x1F", "31"},
                                                      {"-0x1f", "-31"},
                                                      {"0o17", "15"},
                                                      {"0b11", "3"},
                                                      {"000000000000", "0"},
                                                      {"20201221", "20201221"},
                                                      {"123456789012345678901234567890", "1.2345678901234568e+29"}};
  for (const auto& [text, number] : rows) EXPECT_EQ(read(text), number) << text;
}

TEST(plain_scalar, leaves_what_only_looks_like_a_number) {
  for (const char* text :
       {"1_", "_1", "0xg", "0b12", "0o8", "1.2.3", "12:30:45", "1e", "0O7", "-", "+", ".", "1e5_", "0x"})
    EXPECT_TRUE(plain_scalar(text).is_string()) << text;
}

TEST(plain_scalar, reads_numbers_with_a_point) {
  const std::pair<const char*, const char*> rows[] = {{"0.1", "0.1"},     {"1.", "1"},     {".5", "0.5"},
                                                      {"1.0", "1"},       {"1e3", "1000"}, {"-2.5E-1", "-0.25"},
                                                      {"1_0.5_0", "10.5"}};
  for (const auto& [text, number] : rows) EXPECT_EQ(read(text), number) << text;
  EXPECT_TRUE(std::isinf(plain_scalar(".inf").as_double()));
  EXPECT_LT(plain_scalar("-.Inf").as_double(), 0);
  EXPECT_TRUE(std::isnan(plain_scalar(".nan").as_double()));
  EXPECT_TRUE(std::isinf(plain_scalar("1e400").as_double()));
}

TEST(plain_scalar, reads_dates_as_the_text_of_their_instant) {
  EXPECT_EQ(read("2012-10-17"), R"("2012-10-17T00:00:00.000Z")");
  EXPECT_EQ(read("2012-99-17"), R"("2012-99-17")");
}

}  // namespace
}  // namespace lamina::config
