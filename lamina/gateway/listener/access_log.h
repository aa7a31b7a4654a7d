#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "lamina/base/log.h"
#include "lamina/base/scheduler.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/listener/access_record.h"
#include "lamina/gateway/listener/api_family.h"
#include "lamina/gateway/listener/time_texts.h"

namespace lamina::gateway {

class access_format;
class request_numbers;

// Where one service on one loop says what became of its requests: counts each in options.metrics,
// and writes its access line as options.access_logs has it for such APIs. A service has one, and calls it once per
// request, when the request has been answered. On the loop's thread; arguments must outlive it.
//
//   access_.finish({.request_id = .., .ip = .., .status = 200, .latency = access_.since(now.started), ...});
class access_log {
 public:
  access_log(api_family family, const api_stage& stage, const gateway_options& options, scheduler& loop, logger& log);

  // False: nobody wants to know, and finish() does nothing. For who would have to prepare something.
  bool is_on() const noexcept { return writes_ || numbers_ != nullptr; }
  void finish(const access_record& record);
  // To be kept as the moment at which an integration is asked; nothing where nobody wants to know.
  std::optional<steady_time> now() const { return is_on() ? std::optional(loop_.now()) : std::nullopt; }
  // For access_record::integration_latency.
  std::chrono::microseconds since(const std::optional<steady_time>& asked) const {
    return asked ? since(*asked) : std::chrono::microseconds(-1);
  }
  // How long ago that was; 0 where nobody wants to know. The clock is read once for each finish().
  std::chrono::microseconds since(steady_time when) const {
    if (!is_on()) return {};
    if (!end_) end_ = loop_.now();
    return std::chrono::duration_cast<std::chrono::microseconds>(*end_ - when);
  }

 private:
  const api_stage& stage_;
  scheduler& loop_;
  logger& log_;
  request_numbers* numbers_ = nullptr;  // null: nobody counts
  bool writes_;
  const access_format* format_ = nullptr;     // null: the line of JSON
  mutable std::optional<steady_time> end_{};  // of the request that is being finished
  time_texts now_, began_;
  std::string line_, storage_;  // reused
};

}  // namespace lamina::gateway
