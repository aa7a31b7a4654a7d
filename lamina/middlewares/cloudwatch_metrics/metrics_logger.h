#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <functional>
#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"
#include "lamina/middlewares/cloudwatch_metrics/metric_unit.h"

namespace lamina {

// What Lambda says about the function, and what AWS's own metrics library can be told, by environment variables.
struct metrics_environment {
  std::string function_name = "Unknown";
  std::string service_name{};  // AWS_EMF_SERVICE_NAME or SERVICE_NAME; the function's name when empty
  std::string service_type = "AWS::Lambda::Function";      // AWS_EMF_SERVICE_TYPE or SERVICE_TYPE
  std::string metrics_namespace = "aws-embedded-metrics";  // AWS_EMF_NAMESPACE
  std::string trace_id{};                                  // of the process; that of the invocation goes first
  // executionEnvironment, memorySize, functionVersion, logStreamId: what is not empty becomes a property
  std::vector<std::pair<std::string, std::string>> properties{};

  static metrics_environment from(const std::map<std::string, std::string>& variables);
};

using metric_dimensions = std::vector<std::pair<std::string, std::string>>;

// Seconds between the points CloudWatch keeps.
enum class metric_resolution { high = 1, standard = 60 };

// Collects the metrics of one invocation and writes them as lines of JSON in CloudWatch's embedded metric format, which
// CloudWatch reads out of the function's log. The interface, limits, messages and lines are those of
// aws-embedded-metrics 4.2.1 in Lambda.
//
// Names, dimensions and so on that are outside CloudWatch's limits throw lamina::error (without a status), as Middy's
// do. One thread at a time. Members that return the logger can be chained.
class metrics_logger {
 public:
  // Where lines go, and what is the same for every invocation.
  struct target {
    metrics_environment environment{};
    std::function<void(std::string_view line)> write_line{};
  };

  // The clock must outlive it. trace_id: the invocation's; "" for that of the environment.
  metrics_logger(std::shared_ptr<const target> to, const scheduler& clock, std::string_view trace_id = {});

  // Adds a value. Values of one name become a list; their unit is that of the first.
  metrics_logger& put_metric(std::string_view name, double value, metric_unit unit = metric_unit::none,
                             metric_resolution resolution = metric_resolution::standard);
  // Goes into the line, not into CloudWatch's metrics: for what is searched for in the log.
  metrics_logger& set_property(std::string_view name, json::value value);

  // Adds a set of dimensions to the default ones (LogGroup, ServiceName, ServiceType); replaces one of the same names.
  metrics_logger& put_dimensions(metric_dimensions set);
  // Replaces all sets, and the default ones unless told to keep them in each.
  metrics_logger& set_dimensions(std::vector<metric_dimensions> sets, bool use_default = false);
  metrics_logger& reset_dimensions(bool use_default);

  metrics_logger& set_namespace(std::string_view name);
  // Stays for later flushes as well. Absent: when the logger was made or last flushed.
  metrics_logger& set_timestamp(system_time when);

  // Writes what was collected and begins anew; properties, namespace and dimensions stay. A line is written even
  // without metrics. Throws what writing throws, and when a set with the default dimensions has more than 30; what was
  // collected is kept then.
  void flush();
  // False: flush() forgets the dimensions.
  void preserve_dimensions(bool on) { preserves_dimensions_ = on; }
  // One with the same namespace, properties and dimensions and no metrics, to be flushed by itself.
  metrics_logger fresh() const;

 private:
  struct metric {
    std::string name;
    metric_unit unit;
    metric_resolution resolution;
    std::vector<double> values;
  };

  void add_environment();
  json::object make_body(json::storage_ptr storage) const;
  std::vector<metric_dimensions> effective_dimensions() const;
  void write_lines() const;

  std::shared_ptr<const target> target_;
  const scheduler* clock_;
  std::string trace_id_;
  std::string namespace_;
  std::vector<metric> metrics_;
  json::object properties_;
  std::vector<metric_dimensions> dimensions_;
  metric_dimensions default_dimensions_;
  bool uses_default_ = true;
  bool preserves_dimensions_ = true;
  std::optional<system_time> set_time_;
  system_time time_;
};

}  // namespace lamina
