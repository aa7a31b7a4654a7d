#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"

namespace lamina::parity {

// What was seen while a case ran: the members of its `expect`.
struct recorder {
  std::vector<std::string> trace;
  json::array logs;
  json::array stdout_lines;
  json::array calls;
  json::array clients;                             // the configurations mocked clients were made with
  int invocation = 1;                              // which of several is under way
  std::map<std::string, std::string> environment;  // an input: the variables of the case
  json::array client_failures;                     // an input: what the mocked client's calls fail with, in order
  json::array client_answers;                      // an input: `mock.responses`
  std::optional<json::value> event;                // as the handler saw it; absent: not reached
  std::optional<json::value> context;              // the same
  std::optional<std::string> route;
  json::object internal;  // at the end

  // The next of `client_answers` for that operation, the last of which repeats; {} when there is none.
  json::value next_answer(std::string_view operation) {
    json::value* last = nullptr;
    for (auto it = client_answers.begin(); it != client_answers.end(); ++it) {
      if (json::find_string(*it, "operation") != operation) continue;
      if (last != nullptr) {
        const json::value answer = *last;
        client_answers.erase(last);
        return answer;
      }
      last = it;
    }
    return last == nullptr ? json::value(json::object()) : *last;
  }
};

// Hooks and handlers hold it, and engines hold those.
using recorder_ptr = std::shared_ptr<recorder>;

}  // namespace lamina::parity
