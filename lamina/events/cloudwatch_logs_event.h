#pragma once

#include "lamina/base/result.h"
#include "lamina/events/event_view.h"

namespace lamina {

// One line of a log.
class log_event : public event_view {
 public:
  using event_view::event_view;

  std::string_view id() const noexcept { return text("id"); }
  event_time timestamp() const noexcept { return time_of_milliseconds(member("timestamp")); }
  std::string_view message() const noexcept { return text("message"); }
};

// Lines of one log stream that a subscription sends. They come compressed, so this holds a document of its own, which
// everything it returns is a view of. Also reads events whose data event_normalizer has decoded already.
class cloudwatch_logs_event {
 public:
  // Fails, without a status, for data that is not gzip, holds more than 10 MB or is no JSON.
  static result<cloudwatch_logs_event> from_event(const json::value& event);

  // DATA_MESSAGE, or CONTROL_MESSAGE, which only asks whether somebody is there.
  std::string_view message_type() const noexcept { return json::find_string(data_, "messageType"); }
  std::string_view owner() const noexcept { return json::find_string(data_, "owner"); }  // account
  std::string_view log_group() const noexcept { return json::find_string(data_, "logGroup"); }
  std::string_view log_stream() const noexcept { return json::find_string(data_, "logStream"); }
  std::vector<std::string_view> subscription_filters() const { return event_view(data_).texts("subscriptionFilters"); }
  views<log_event> log_events() const noexcept { return views<log_event>(event_view(data_).member("logEvents")); }
  const json::value& document() const noexcept { return data_; }

 private:
  explicit cloudwatch_logs_event(json::value data) : data_(std::move(data)) {}

  json::value data_;
};

}  // namespace lamina
