#include "lamina/middlewares/cloudwatch_metrics/metrics_logger.h"

#include <gtest/gtest.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;

struct fixture : ::testing::Test {
  metrics_logger make(metrics_environment environment = {.function_name = "f"}, std::string_view trace_id = {}) {
    auto to = std::make_shared<metrics_logger::target>();
    to->environment = std::move(environment);
    to->write_line = [this](std::string_view line) { lines.push_back(json::parse(line)); };
    return metrics_logger(std::move(to), clock, trace_id);
  }
  // The description of the metrics in the last line.
  json::value described() const { return lines.back().at("_aws").at("CloudWatchMetrics").at(0); }
  std::string dimensions() const { return json::serialize(described().at("Dimensions")); }

  testing::manual_scheduler clock;
  std::vector<json::value> lines;
};
using metrics_logger_writes = fixture;

TEST_F(metrics_logger_writes, one_line_with_the_default_dimensions) {
  auto metrics = make();
  metrics.put_metric("latency", 12.5, metric_unit::milliseconds).set_property("id", "r-1").flush();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(json::serialize(lines[0]),
            R"({"LogGroup":"f","ServiceName":"f","ServiceType":"AWS::Lambda::Function","id":"r-1",)"
            R"("_aws":{"Timestamp":1767225600000,"CloudWatchMetrics":[{"Dimensions":[["LogGroup","ServiceName",)"
            R"("ServiceType"]],"Metrics":[{"Name":"latency","Unit":"Milliseconds"}],)"
            R"("Namespace":"aws-embedded-metrics"}]},"latency":12.5})");
}

TEST_F(metrics_logger_writes, values_of_one_name_as_a_list_in_the_unit_and_resolution_of_the_first) {
  auto metrics = make();
  metrics.put_metric("n", 1, metric_unit::count, metric_resolution::high);
  EXPECT_THROW(metrics.put_metric("n", 2), error);
  metrics.put_metric("n", 3, metric_unit::bytes, metric_resolution::high).flush();
  EXPECT_EQ(json::serialize(described().at("Metrics")), R"([{"Name":"n","Unit":"Count","StorageResolution":1}])");
  EXPECT_EQ(json::serialize(lines[0].at("n")), "[1,3]");
}

TEST_F(metrics_logger_writes, no_metric_twice_and_everything_else_again) {
  auto metrics = make();
  metrics.put_metric("a", 1).set_property("p", true).put_dimensions({{"D", "1"}}).set_namespace("My App").flush();
  clock.advance(5s);
  metrics.put_metric("b", 1, metric_unit::none, metric_resolution::high).flush();
  metrics.flush();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].at("p"), json::value(true));
  EXPECT_EQ(lines[1].at("D"), json::value("1"));
  EXPECT_EQ(json::find(lines[1], "a"), nullptr);
  EXPECT_EQ(lines[2].at("_aws").at("Timestamp"), json::value(1767225605000));
  EXPECT_EQ(described(), json::parse(R"({"Dimensions":[["LogGroup","ServiceName","ServiceType","D"]],"Metrics":[],
                                         "Namespace":"My App"})"));
}

TEST_F(metrics_logger_writes, sets_of_dimensions) {
  auto metrics = make();
  metrics.put_dimensions({{"A", "1"}}).put_dimensions({{"A", "2"}}).put_dimensions({{"A", "2"}, {"B", "3"}}).flush();
  EXPECT_EQ(dimensions(), R"([["LogGroup","ServiceName","ServiceType","A"],)"
                          R"(["LogGroup","ServiceName","ServiceType","A","B"]])");
  EXPECT_EQ(lines.back().at("A"), json::value("2"));
  metrics.set_dimensions({{{"A", "1"}}, {{"LogGroup", "g"}}}).flush();
  EXPECT_EQ(dimensions(), R"([["A"],["LogGroup"]])");
  metrics.set_dimensions({{{"LogGroup", "g"}}}, true).flush();
  EXPECT_EQ(dimensions(), R"([["LogGroup","ServiceName","ServiceType"]])");
  EXPECT_EQ(lines.back().at("LogGroup"), json::value("g"));
  metrics.reset_dimensions(false).flush();
  EXPECT_EQ(dimensions(), "[]");
  metrics.put_dimensions({{"A", "1"}}).preserve_dimensions(false);
  metrics.flush();
  EXPECT_EQ(dimensions(), R"([["A"]])");
  metrics.flush();
  EXPECT_EQ(dimensions(), "[]");
}

TEST_F(metrics_logger_writes, nothing_when_the_default_dimensions_are_too_many) {
  metric_dimensions many;
  for (int i = 0; i < 28; ++i) many.emplace_back("k" + std::to_string(i), "v");
  auto metrics = make();
  metrics.put_metric("a", 1).put_dimensions(many);
  EXPECT_THROW(metrics.flush(), error);
  EXPECT_EQ(lines.size(), 0u);
  metrics.reset_dimensions(true).flush();
  EXPECT_EQ(lines.at(0).at("a"), json::value(1));
}

TEST_F(metrics_logger_writes, at_most_a_hundred_metrics_and_values_in_a_line) {
  auto metrics = make();
  for (int i = 0; i < 150; ++i) metrics.put_metric("m" + std::to_string(i), i);
  for (int i = 0; i < 201; ++i) metrics.put_metric("list", i);
  metrics.flush();
  ASSERT_EQ(lines.size(), 3u);
  std::size_t names = 0, values = 0;
  for (const json::value& line : lines) {
    const auto& written = line.at("_aws").at("CloudWatchMetrics").at(0).at("Metrics").as_array();
    EXPECT_LE(written.size(), 100u);
    names += written.size();
    if (const json::value* list = json::find(line, "list")) values += list->is_array() ? list->get_array().size() : 1;
  }
  EXPECT_EQ(names, 153u);  // "list" is in all three
  EXPECT_EQ(values, 201u);
  EXPECT_EQ(lines[0].at("list").as_array().size(), 100u);
  EXPECT_EQ(lines[2].at("list"), json::value(200));
}

TEST_F(metrics_logger_writes, the_time_it_is_given) {
  auto metrics = make();
  metrics.set_timestamp(clock.wall_clock() - 1h).flush();
  EXPECT_EQ(lines.back().at("_aws").at("Timestamp"), json::value(1767222000000));
  clock.advance(1h);
  metrics.flush();
  EXPECT_EQ(lines.back().at("_aws").at("Timestamp"), json::value(1767222000000));
  EXPECT_THROW(metrics.set_timestamp(clock.wall_clock() + 3h), error);
}

TEST_F(metrics_logger_writes, what_the_environment_says) {
  auto environment = metrics_environment::from({{"AWS_LAMBDA_FUNCTION_NAME", "pay"},
                                                {"SERVICE_NAME", "shop"},
                                                {"AWS_EMF_SERVICE_TYPE", "T"},
                                                {"AWS_EMF_NAMESPACE", "N"},
                                                {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
                                                {"_X_AMZN_TRACE_ID", "Root=1;Sampled=1"}});
  make(environment).flush();
  EXPECT_EQ(described().at("Namespace"), json::value("N"));
  lines.back().as_object().erase("_aws");
  EXPECT_EQ(
      json::serialize(lines.back()),
      R"({"LogGroup":"pay","ServiceName":"shop","ServiceType":"T","memorySize":"128","traceId":"Root=1;Sampled=1"})");
  make(environment, "Root=2;Sampled=0").flush();
  EXPECT_EQ(json::find(lines.back(), "traceId"), nullptr);
}

TEST_F(metrics_logger_writes, each_logger_by_itself) {
  auto metrics = make();
  metrics.put_metric("a", 1).set_property("p", 1);
  auto other = metrics.fresh();
  other.put_metric("b", 2).flush();
  EXPECT_EQ(json::find(lines.back(), "a"), nullptr);
  EXPECT_EQ(lines.back().at("p"), json::value(1));
  metrics.flush();
  EXPECT_EQ(json::find(lines.back(), "b"), nullptr);
}

}  // namespace
}  // namespace lamina
