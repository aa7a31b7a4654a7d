#include "case_metrics.h"

#include <limits>

#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/cloudwatch_metrics/cloudwatch_metrics.h"

namespace lamina::parity {
namespace {

// What is no number in JavaScript either.
double number(const json::value& written) {
  return written.is_number() ? written.to_number<double>() : std::numeric_limits<double>::quiet_NaN();
}

void call(metrics_logger& metrics, const json::array& written) {
  const std::string_view method = written.at(0).as_string();
  if (method == "setProperty") {
    metrics.set_property(written.at(1).as_string(), input_value(written.at(2)));
  } else if (method == "putMetric") {
    const auto unit = written.size() > 3 ? parse_metric_unit(written[3].as_string()) : metric_unit::none;
    if (!unit) throw unit.error();
    const bool is_high = written.size() > 4 && written[4] == json::value(1);
    metrics.put_metric(written.at(1).as_string(), number(written.at(2)), *unit,
                       is_high ? metric_resolution::high : metric_resolution::standard);
  } else {
    throw error("the runner does not know the method " + std::string(method));
  }
}

}  // namespace

void call_metrics(const json::value& written, const context& context) {
  if (const json::value* calls = json::find(written, "metrics"))
    for (const json::value& one : calls->as_array()) call(metrics_of(context), one.as_array());
}

// In place of standard output, lines go into the record.
void add_case_metrics(registry& all, const recorder_ptr& record) {
  all.add("cloudwatch-metrics", [record](const json::object& options) -> middleware {
    cloudwatch_metrics_options read = cloudwatch_metrics::read_options(options);
    read.environment = metrics_environment::from(record->environment);
    read.write_line = [record](std::string_view line) { record->stdout_lines.push_back(json::parse(line)); };
    return cloudwatch_metrics(std::move(read));
  });
}

}  // namespace lamina::parity
