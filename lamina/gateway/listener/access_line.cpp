#include "lamina/gateway/listener/access_line.h"

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

// 0 to 999 as three digits.
void append_thousandths(std::string& out, std::int64_t number) {
  out += static_cast<char>('0' + number / 100);
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

void write_access_line(std::string& out, const access_record& record, const time_texts& now) {
  out.assign(R"({"time":")").append(now.iso()).append(".");
  append_thousandths(out, now.epoch_milliseconds() % 1000);
  append_member(out, R"(Z","requestId":)", record.request_id);
  append_member(out, R"(,"ip":)", record.ip);
  if (!record.event_type.empty()) {
    append_member(out, R"(,"eventType":)", record.event_type);
    if (!record.route_key.empty()) append_member(out, R"(,"routeKey":)", record.route_key);
  } else {
    append_member(out, R"(,"httpMethod":)", record.method);
    append_member(out, R"(,"path":)", record.path);
  }
  if (!record.connection_id.empty()) append_member(out, R"(,"connectionId":)", record.connection_id);
  if (!record.resource.empty()) append_member(out, R"(,"resourcePath":)", record.resource);
  append_number(out += R"(,"status":)", record.status);
  append_number(out += R"(,"responseLength":)", static_cast<std::int64_t>(record.response_length));
  append_number(out += R"(,"responseLatency":)", record.latency.count() / 1000);
  append_thousandths(out += '.', record.latency.count() % 1000);
  if (!record.authorizer.empty()) append_member(out, R"(,"authorizer":)", record.authorizer);
  if (!record.error.empty()) append_member(out, R"(,"error":)", record.error);
  out += '}';
}

}  // namespace lamina::gateway
