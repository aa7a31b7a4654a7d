#pragma once

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "lamina/http/message.h"

// What fuzz targets of several folders make of their bytes.
namespace lamina::testing {

// Ends the process when a promise is broken: the fuzzer keeps the input.
inline void require(bool holds) {
  if (!holds) std::abort();
}

// Takes the first line off, without its end.
inline std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

// A request with views into the input. First line: the target. Then headers up to an empty line. The rest: the body.
struct request_of_lines {
  explicit request_of_lines(std::string_view input) {
    request.target = take_line(input);
    for (std::string_view line = take_line(input); !line.empty(); line = take_line(input)) {
      const std::size_t colon = std::min(line.find(':'), line.size());
      headers.push_back({line.substr(0, colon), line.substr(std::min(colon + 1, line.size()))});
    }
    request.headers = headers;
    request.body = input;
  }
  request_of_lines(const request_of_lines&) = delete;
  request_of_lines& operator=(const request_of_lines&) = delete;

  std::vector<http::header> headers{};
  http::request request{};
};

}  // namespace lamina::testing
