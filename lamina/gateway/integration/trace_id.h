#pragma once

#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"

namespace lamina::gateway {

// The X-Amzn-Trace-Id of one request. A client's value is kept when it has a well-formed Root ("Root=1-<8 hex>-<24
// hex>"), else one is made. What the client left out, Parent and Sampled, is added for the answer and the function.
struct trace_id {
  std::string full;            // "Root=..;Parent=..;Sampled=.."
  std::size_t event_size = 0;  // how much of it the event's header shows: what the client sent, or the Root alone

  std::string_view event_header() const noexcept { return std::string_view(full).substr(0, event_size); }
};

trace_id make_trace_id(std::string_view from_client, system_time now);

}  // namespace lamina::gateway
