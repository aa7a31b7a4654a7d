#pragma once

#include <string>
#include <string_view>

#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/gateway/metrics/process_figures.h"

namespace lamina::gateway {

inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

// Prometheus' text format. docs/observability.md says what each metric is.
std::string write_metrics(const gateway_figures& gateway, const process_figures& process, std::string_view version);

}  // namespace lamina::gateway
