#include "lamina/gateway/listener/time_texts.h"

#include <array>
#include <chrono>
#include <ctime>

#include "lamina/http/date.h"

namespace lamina::gateway {
namespace {

// Not strftime's names: those depend on the process's locale.
constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string padded(int number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? digits.insert(0, width - digits.size(), '0') : digits;
}

}  // namespace

void time_texts::update(system_time now) {
  milliseconds_ = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  if (milliseconds_ / 1000 == second_) return;
  second_ = milliseconds_ / 1000;
  const auto seconds = static_cast<std::time_t>(second_);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  const std::string day = padded(utc.tm_mday, 2), year = std::to_string(utc.tm_year + 1900);
  const std::string month = months[static_cast<std::size_t>(utc.tm_mon)];
  const std::string time = padded(utc.tm_hour, 2) + ":" + padded(utc.tm_min, 2) + ":" + padded(utc.tm_sec, 2);
  http_date_ = http::http_date(now);
  common_log_ = day + "/" + month + "/" + year + ":" + time + " +0000";
  iso_ = year + "-" + padded(utc.tm_mon + 1, 2) + "-" + day + "T" + time;
}

}  // namespace lamina::gateway
