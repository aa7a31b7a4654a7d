#include "lamina/middlewares/cloudwatch_metrics/cloudwatch_metrics.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "lamina/engine/engine.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct fixture : ::testing::Test {
  cloudwatch_metrics_options recording(cloudwatch_metrics_options options = {}) {
    options.environment = metrics_environment{.function_name = "f"};
    options.write_line = [this](std::string_view line) { lines.push_back(json::parse(line)); };
    return options;
  }
  static json::value count(const json::value&, context& context) {
    metrics_of(context).put_metric("calls", 1, metric_unit::count);
    return "ok";
  }
  testing::manual_scheduler loop;
  lamina::context context{loop};
  std::vector<json::value> lines;
};
using cloudwatch_metrics_middleware = fixture;

TEST_F(cloudwatch_metrics_middleware, writes_what_the_handler_measured) {
  const engine chain =
      engine(count).use(cloudwatch_metrics(recording({.metrics_namespace = "n", .dimensions = {{{"A", "1"}}}})));
  EXPECT_EQ(chain(nullptr, context).value(), json::value("ok"));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("calls"), json::value(1));
  EXPECT_EQ(json::serialize(lines[0].at("_aws").at("CloudWatchMetrics")),
            R"([{"Dimensions":[["A"]],"Metrics":[{"Name":"calls","Unit":"Count"}],"Namespace":"n"}])");
}

TEST_F(cloudwatch_metrics_middleware, writes_after_an_error_too) {
  const engine chain = engine([](const json::value& event, lamina::context& context) -> json::value {
                         count(event, context);
                         throw error(400);
                       }).use(cloudwatch_metrics(recording()));
  EXPECT_FALSE(chain(nullptr, context));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("calls"), json::value(1));
}

TEST_F(cloudwatch_metrics_middleware, keeps_invocations_apart) {
  const engine chain = engine(count).use(cloudwatch_metrics(recording()));
  lamina::context other(loop);
  EXPECT_TRUE(chain(nullptr, context));
  EXPECT_TRUE(chain(nullptr, other));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].at("calls"), json::value(1));
  EXPECT_NE(context.attached<metrics_logger>(), other.attached<metrics_logger>());
}

TEST_F(cloudwatch_metrics_middleware, never_fails_an_invocation_because_of_writing) {
  std::string said;
  for (const bool is_error : {true, false}) {
    auto options = recording({.on_flush_error = [&said](const error& failure) { said += failure.message + ";"; }});
    options.write_line = [is_error](std::string_view) {
      if (is_error) throw error("full");
      throw std::runtime_error("closed");
    };
    EXPECT_TRUE(engine(count).use(cloudwatch_metrics(options))(nullptr, context));
    options.on_flush_error = {};
    EXPECT_TRUE(engine(count).use(cloudwatch_metrics(options))(nullptr, context));
  }
  EXPECT_EQ(said, "full;closed;");
}

TEST_F(cloudwatch_metrics_middleware, fails_the_invocation_for_names_cloudwatch_does_not_take) {
  const auto said = [&](cloudwatch_metrics_options options) {
    return engine(count).use(cloudwatch_metrics(recording(std::move(options))))(nullptr, context).error().message;
  };
  EXPECT_EQ(said({.metrics_namespace = "a,b"}), "Namespace a,b has invalid characters");
  EXPECT_EQ(said({.dimensions = {{{":A", "x"}}}}), "Dimension key :A cannot start with ':'");
}

TEST_F(cloudwatch_metrics_middleware, must_be_in_the_chain_of_who_asks_for_it) {
  EXPECT_EQ(engine(count)(nullptr, context).error().message,
            "There are no metrics in this invocation: use(cloudwatch_metrics()) before the handler");
}

TEST_F(cloudwatch_metrics_middleware, writes_to_standard_output_by_default) {
  ::testing::internal::CaptureStdout();
  EXPECT_TRUE(engine(count).use(cloudwatch_metrics())(nullptr, context));
  const std::string text = ::testing::internal::GetCapturedStdout();
  EXPECT_EQ(text.back(), '\n');
  EXPECT_EQ(json::parse(text).at("calls"), json::value(1));
}

TEST(cloudwatch_metrics, reads_options) {
  const auto read = [](std::string_view text) {
    return cloudwatch_metrics::read_options(json::parse(text).as_object());
  };
  EXPECT_EQ(read(R"({"namespace":"n"})").metrics_namespace, "n");
  EXPECT_EQ(read(R"({"dimensions":{"b":"1","a":"2"}})").dimensions,
            (std::vector<metric_dimensions>{{{"b", "1"}, {"a", "2"}}}));
  EXPECT_EQ(read(R"({"dimensions":[{"a":"1"},{"b":"2"}]})").dimensions.size(), 2u);
  for (const std::string_view bad : {R"({"dimensions":1})", R"({"dimensions":[1]})", R"({"dimensions":{"a":1}})",
                                     R"({"onFlushError":1})", R"({"x":1})", R"({"namespace":1})"})
    EXPECT_THROW(read(bad), error) << bad;
  json::object many;
  for (int i = 0; i < 31; ++i) many["k" + std::to_string(i)] = "v";
  try {
    standard_middlewares().make("cloudwatch-metrics", {{"dimensions", many}});
    FAIL();
  } catch (const error& failure) {
    EXPECT_EQ(failure.message, "@middy/cloudwatch-metrics a dimension set may contain at most 30 dimensions");
    EXPECT_EQ(failure.cause, json::parse(R"({"package":"@middy/cloudwatch-metrics"})"));
  }
}

}  // namespace
}  // namespace lamina
