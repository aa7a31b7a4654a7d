#include "lamina/testing/metrics_reader.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace lamina::testing {
namespace {

const std::string head = "# HELP a_total Some.\n# TYPE a_total counter\n";

TEST(metrics_reader, reads_samples_with_their_labels_in_order) {
  const metrics_reader read(head + "a_total 1\na_total{z=\"1\",b=\"x\\\"y\"} 2.5\n");
  EXPECT_EQ(read.at("a_total"), 1);
  EXPECT_EQ(read.at(R"(a_total{b="x\"y",z="1"})"), 2.5);
  EXPECT_EQ(read.families().at("a_total"), "counter");
  EXPECT_FALSE(read.has("b_total"));
  EXPECT_THROW(static_cast<void>(read.at("b_total")), std::runtime_error);
}

TEST(metrics_reader, reads_histograms) {
  const metrics_reader read(
      "# HELP h H.\n# TYPE h histogram\n"
      "h_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n");
  EXPECT_EQ(read.at("h_count"), 3);
}

TEST(metrics_reader, refuses_what_is_not_the_format) {
  for (const std::string& wrong : {
           std::string("a_total 1\n"),                          // no TYPE
           std::string("# TYPE a_total counter\na_total 1\n"),  // no HELP
           head + "a_total 1",                                  // no end of the line
           head + "a_total\n",                                  // no value
           head + "a_total one\n",                              //
           head + "a_total 1 2 3\n",                            //
           head + "a_total -1\n",                               // a counter
           head + "a_total 1\na_total 1\n",                     // twice
           head + "b_total 1\n",                                // another family
           head + "a_total{b=\"1\"\n",                          //
           head + "a_total{b=1} 1\n",                           //
           head + "a_total{b=\"\\x\"} 1\n",                     //
           head + "a_total{b=\"1\",b=\"2\"} 1\n",               //
           head + head,                                         // a family twice
           head + "\n",                                         // an empty line
           std::string("# HELP a A.\n# TYPE a counter\n"),      // a counter's name
           std::string("# HELP a A.\n# TYPE a wrong\n"),        //
           std::string("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n"),  // no +Inf
           std::string("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\n"
                       "h_sum 1\nh_count 1\n"),
           std::string("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n"),
       })
    EXPECT_THROW(metrics_reader{wrong}, std::runtime_error) << wrong;
}

}  // namespace
}  // namespace lamina::testing
