#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lamina::tokens {

// A moment as RFC 3339 writes it: "2022-01-01T00:00:00+00:00", "2022-01-01T00:00:00.123Z". Nothing for anything else,
// dates that no calendar has included. Years 1970 to 9999 (beyond what a std::chrono::system_clock counts); what is
// finer than a millisecond is cut off.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
std::optional<timestamp> parse_timestamp(std::string_view text);

}  // namespace lamina::tokens
