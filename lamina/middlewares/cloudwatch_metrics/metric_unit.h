#pragma once

#include <string_view>

#include "lamina/base/result.h"

namespace lamina {

// The units CloudWatch knows. (MetricDatum, "Unit")
enum class metric_unit {
  none,
  seconds,
  microseconds,
  milliseconds,
  bytes,
  kilobytes,
  megabytes,
  gigabytes,
  terabytes,
  bits,
  kilobits,
  megabits,
  gigabits,
  terabits,
  percent,
  count,
  bytes_per_second,
  kilobytes_per_second,
  megabytes_per_second,
  gigabytes_per_second,
  terabytes_per_second,
  bits_per_second,
  kilobits_per_second,
  megabits_per_second,
  gigabits_per_second,
  terabits_per_second,
  count_per_second,
};

// As CloudWatch spells it: "Milliseconds", "Bytes/Second".
std::string_view to_text(metric_unit unit) noexcept;
// "Metric unit Parsecs is not valid"
result<metric_unit> parse_metric_unit(std::string_view text);

}  // namespace lamina
