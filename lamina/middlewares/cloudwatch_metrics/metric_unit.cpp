#include "lamina/middlewares/cloudwatch_metrics/metric_unit.h"

#include <algorithm>
#include <array>
#include <string>

namespace lamina {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 27> names = {"None",
                                                    "Seconds",
                                                    "Microseconds",
                                                    "Milliseconds",
                                                    "Bytes",
                                                    "Kilobytes",
                                                    "Megabytes",
                                                    "Gigabytes",
                                                    "Terabytes",
                                                    "Bits",
                                                    "Kilobits",
                                                    "Megabits",
                                                    "Gigabits",
                                                    "Terabits",
                                                    "Percent",
                                                    "Count",
                                                    "Bytes/Second",
                                                    "Kilobytes/Second",
                                                    "Megabytes/Second",
                                                    "Gigabytes/Second",
                                                    "Terabytes/Second",
                                                    "Bits/Second",
                                                    "Kilobits/Second",
                                                    "Megabits/Second",
                                                    "Gigabits/Second",
                                                    "Terabits/Second",
                                                    "Count/Second"};

}  // namespace

std::string_view to_text(metric_unit unit) noexcept { return names[static_cast<std::size_t>(unit)]; }

result<metric_unit> parse_metric_unit(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return error("Metric unit " + std::string(text) + " is not valid");
  return static_cast<metric_unit>(found - names.begin());
}

}  // namespace lamina
