#pragma once

#include <span>
#include <string_view>

#include "lamina/json/json.h"

namespace lamina {

// An event as AWS documents it (samples/), to try a function with.
struct sample_event {
  std::string_view name;   // "sqs"
  std::string_view about;  // one line for people
  std::string_view text;   // JSON, indented, with a line feed at the end
};

// All of them, those that belong together side by side.
std::span<const sample_event> sample_events() noexcept;

// Null when there is none of that name.
const sample_event* find_sample_event(std::string_view name) noexcept;

// The document, for tests of handlers. Throws lamina::error for an unknown name.
json::value read_sample_event(std::string_view name);

}  // namespace lamina
