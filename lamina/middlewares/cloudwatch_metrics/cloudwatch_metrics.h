#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"
#include "lamina/middlewares/cloudwatch_metrics/metrics_logger.h"

namespace lamina {

struct cloudwatch_metrics_options {
  // "" (Middy's absent): AWS_EMF_NAMESPACE, else "aws-embedded-metrics".
  std::string metrics_namespace{};
  // Sets of dimensions in place of the default ones; at most 30 in a set.
  std::vector<metric_dimensions> dimensions{};
  // Is told why metrics could not be written, which never fails an invocation.
  std::function<void(const error& failure)> on_flush_error{};
  // Where lines go. Absent: standard output, which Lambda puts into the function's log.
  std::function<void(std::string_view line)> write_line{};
  // Absent: that of this process, read when the middleware is made.
  std::optional<metrics_environment> environment{};
};

// Gives the handler a metrics_logger (metrics_of(context)) and writes what it collected when the invocation is over,
// also after errors. Not when a later middleware answers early. (@middy/cloudwatch-metrics)
//
// The constructor throws for a set of more than 30 dimensions; other names outside CloudWatch's limits fail each
// invocation, as in Middy.
class cloudwatch_metrics {
 public:
  static constexpr std::string_view name = "cloudwatch-metrics";
  static cloudwatch_metrics_options read_options(const json::object& options);
  static cloudwatch_metrics from_json(const json::object& options) { return cloudwatch_metrics(read_options(options)); }

  explicit cloudwatch_metrics(cloudwatch_metrics_options options = {});
  step before(request& request) const;
  void after(request& request) const { flush(request); }
  void on_error(request& request) const { flush(request); }

 private:
  void flush(request& request) const;

  cloudwatch_metrics_options options_;
  std::shared_ptr<const metrics_logger::target> target_;
};

// The logger of this invocation; Middy's `context.metrics`. Throws when no cloudwatch_metrics came before.
metrics_logger& metrics_of(const context& context);

}  // namespace lamina
