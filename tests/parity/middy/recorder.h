#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lamina/json/json.h"

namespace lamina::parity {

// What was seen while a case ran: the members of its `expect`.
struct recorder {
  std::vector<std::string> trace;
  json::array logs;
  json::array stdout_lines;
  json::array calls;
  json::array client_failures;         // an input: what the mocked client's calls fail with, in order
  std::optional<json::value> event;    // as the handler saw it; absent: not reached
  std::optional<json::value> context;  // the same
  std::optional<std::string> route;
  json::object internal;  // at the end
};

// Hooks and handlers hold it, and engines hold those.
using recorder_ptr = std::shared_ptr<recorder>;

}  // namespace lamina::parity
