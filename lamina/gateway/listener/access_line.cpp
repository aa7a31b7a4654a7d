#include "lamina/gateway/listener/access_line.h"

#include <charconv>

#include "lamina/gateway/integration/event_text.h"

namespace lamina::gateway {
namespace {

void append_number(std::string& out, std::int64_t number, std::size_t width = 1) {
  char digits[20];
  char* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  const auto size = static_cast<std::size_t>(end - digits);
  if (size < width) out.append(width - size, '0');
  out.append(digits, end);
}

// `key` is ready text: ,"path":
void append_text(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  quote_text_to(out, value);
}

}  // namespace

void write_access_line(std::string& out, const access_record& record, const time_texts& now) {
  out.assign(R"({"time":")").append(now.iso()).append(".");
  append_number(out, now.epoch_milliseconds() % 1000, 3);
  append_text(out, R"(Z","requestId":)", record.request_id);
  append_text(out, R"(,"ip":)", record.ip);
  if (!record.event_type.empty()) {
    append_text(out, R"(,"eventType":)", record.event_type);
    if (!record.route_key.empty()) append_text(out, R"(,"routeKey":)", record.route_key);
  } else {
    append_text(out, R"(,"httpMethod":)", record.method);
    append_text(out, R"(,"path":)", record.path);
  }
  if (!record.connection_id.empty()) append_text(out, R"(,"connectionId":)", record.connection_id);
  if (!record.resource.empty()) append_text(out, R"(,"resourcePath":)", record.resource);
  append_number(out += R"(,"status":)", record.status);
  append_number(out += R"(,"responseLength":)", static_cast<std::int64_t>(record.response_length));
  append_number(out += R"(,"responseLatency":)", record.latency.count() / 1000);
  append_number(out += '.', record.latency.count() % 1000, 3);
  if (!record.authorizer.empty()) append_text(out, R"(,"authorizer":)", record.authorizer);
  if (!record.error.empty()) append_text(out, R"(,"error":)", record.error);
  out += '}';
}

}  // namespace lamina::gateway
