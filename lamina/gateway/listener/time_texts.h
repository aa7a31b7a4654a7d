#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"

namespace lamina::gateway {

// The moment of a request in the spellings that responses, events and logs want. Written anew once per second; one
// thread.
class time_texts {
 public:
  void update(system_time now);

  std::string_view http_date() const noexcept { return http_date_; }    // Fri, 02 Aug 2024 23:34:43 GMT
  std::string_view common_log() const noexcept { return common_log_; }  // 02/Aug/2024:23:34:43 +0000
  std::string_view iso() const noexcept { return iso_; }                // 2024-08-02T23:34:43
  std::int64_t epoch_milliseconds() const noexcept { return milliseconds_; }

 private:
  std::int64_t second_ = -1, milliseconds_ = 0;
  std::string http_date_, common_log_, iso_;
};

}  // namespace lamina::gateway
