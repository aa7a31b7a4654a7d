#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"

namespace lamina::http {

// "Sun, 06 Nov 1994 08:49:37 GMT": the one form of dates that may be sent (RFC 9110, 5.6.7).
std::string http_date(system_time when);

// The same for a Date header on every answer: formatted once a second. Used by one thread.
class date_cache {
 public:
  // Good until the next call.
  std::string_view at(system_time when);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

}  // namespace lamina::http
