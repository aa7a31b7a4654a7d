#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"

// CloudWatch's limits, with the messages of aws-embedded-metrics. Lengths of names are in UTF-16 units there.
namespace lamina::metric_limits {

inline constexpr std::size_t max_dimensions = 30;
inline constexpr std::size_t metrics_per_line = 100;
inline constexpr std::size_t values_per_line = 100;

result<void> check_dimensions(const std::vector<std::pair<std::string, std::string>>& set);
result<void> check_metric(std::string_view name, double value);
result<void> check_namespace(std::string_view name);
// Two weeks back, two hours ahead.
result<void> check_time(system_time when, system_time now);

}  // namespace lamina::metric_limits
