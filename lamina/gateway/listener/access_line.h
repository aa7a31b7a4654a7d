#pragma once

#include <string>

#include "lamina/gateway/listener/access_record.h"
#include "lamina/gateway/listener/time_texts.h"

namespace lamina::gateway {

// Replaces `out` with one line of JSON, without a line break. Keys are spelt as $context variables of API Gateway:
// {"time":"2024-08-02T23:34:43.123Z","requestId":..,"ip":..,"httpMethod":..,"path":..,"resourcePath":..,"status":200,
//  "responseLength":12,"responseLatency":0.412,"authorizer":"hit"}   (latency in milliseconds)
// {"time":..,"requestId":..,"ip":..,"eventType":"MESSAGE","routeKey":"send","connectionId":..,"status":200,
//  "responseLength":12,"responseLatency":0.412}
void write_access_line(std::string& out, const access_record& record, const time_texts& now);

}  // namespace lamina::gateway
