#include "lamina/middlewares/cloudwatch_metrics/metric_unit.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(metric_unit, has_the_names_of_cloudwatch) {
  EXPECT_EQ(to_text(metric_unit::none), "None");
  EXPECT_EQ(to_text(metric_unit::milliseconds), "Milliseconds");
  EXPECT_EQ(to_text(metric_unit::count), "Count");
  EXPECT_EQ(to_text(metric_unit::terabits_per_second), "Terabits/Second");
  EXPECT_EQ(to_text(metric_unit::count_per_second), "Count/Second");
}

TEST(metric_unit, reads_what_it_writes) {
  for (int i = 0; i <= static_cast<int>(metric_unit::count_per_second); ++i)
    EXPECT_EQ(parse_metric_unit(to_text(static_cast<metric_unit>(i))).value(), static_cast<metric_unit>(i));
}

TEST(metric_unit, refuses_others) {
  for (const std::string text : {"Parsecs", "", "milliseconds", "Bytes/second"})
    EXPECT_EQ(parse_metric_unit(text).error().message, "Metric unit " + text + " is not valid");
}

}  // namespace
}  // namespace lamina
