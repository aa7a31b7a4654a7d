#include "lamina/middlewares/cloudwatch_metrics/cloudwatch_metrics.h"

#include <utility>

#include "lamina/base/environment.h"
#include "lamina/base/log.h"
#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/cloudwatch_metrics/metric_limits.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/cloudwatch-metrics";

metric_dimensions read_set(const json::value& written, const options_reader& read) {
  const json::object* set = written.if_object();
  if (set == nullptr) read.refuse("dimensions", "an object of texts, or a list of such");
  metric_dimensions made;
  for (const auto& [key, value] : *set) {
    if (!value.is_string()) read.refuse("dimensions." + std::string(key), "string");
    made.emplace_back(key, value.get_string());
  }
  return made;
}

}  // namespace

cloudwatch_metrics_options cloudwatch_metrics::read_options(const json::object& options) {
  cloudwatch_metrics_options result;
  options_reader read(options, package);
  read.text("namespace", result.metrics_namespace);
  if (const json::value* written = read.value("dimensions")) {
    if (const json::array* list = written->if_array())
      for (const json::value& set : *list) result.dimensions.push_back(read_set(set, read));
    else
      result.dimensions.push_back(read_set(*written, read));
  }
  if (read.value("onFlushError") != nullptr) read.refuse("onFlushError", "instanceof Function");
  read.finish();
  return result;
}

cloudwatch_metrics::cloudwatch_metrics(cloudwatch_metrics_options options) : options_(std::move(options)) {
  for (const metric_dimensions& set : options_.dimensions)
    if (set.size() > metric_limits::max_dimensions)
      throw error(std::string(package) + " a dimension set may contain at most 30 dimensions").with_cause(package);
  auto target = std::make_shared<metrics_logger::target>();
  target->environment = options_.environment ? *options_.environment : metrics_environment::from(environment());
  target->write_line = options_.write_line;
  if (!target->write_line)
    target->write_line = [out = std::make_shared<logger>(logger::to_stdout())](std::string_view line) {
      out->write_line(line);
    };
  target_ = std::move(target);
}

step cloudwatch_metrics::before(request& request) const {
  auto metrics = std::make_shared<metrics_logger>(target_, request.context.loop(), request.context.trace_id());
  try {
    if (!options_.metrics_namespace.empty()) metrics->set_namespace(options_.metrics_namespace);
    if (!options_.dimensions.empty()) metrics->set_dimensions(options_.dimensions);
  } catch (error& failure) {
    return fail(std::move(failure));
  }
  request.context.attach(std::move(metrics));
  return go_on();
}

void cloudwatch_metrics::flush(request& request) const {
  auto* metrics = request.context.attached<metrics_logger>();
  if (metrics == nullptr) return;  // an error before it was made
  try {
    metrics->flush();
  } catch (const error& failure) {
    if (options_.on_flush_error) options_.on_flush_error(failure);
  } catch (const std::exception& failure) {
    if (options_.on_flush_error) options_.on_flush_error(error(failure.what()));
  }
}

metrics_logger& metrics_of(const context& context) {
  if (auto* metrics = context.attached<metrics_logger>()) return *metrics;
  throw error("There are no metrics in this invocation: use(cloudwatch_metrics()) before the handler");
}

}  // namespace lamina
