#include "tests/parity/gateway/response_expectation.h"

#include <algorithm>
#include <stdexcept>

#include "lamina/base/base64.h"
#include "tests/parity/gateway/header_expectation.h"
#include "tests/parity/gateway/matcher.h"

namespace parity {

namespace json = lamina::json;

std::string response_difference(const json::value& expected, const http_answer& got) {
  for (const auto& [key, value] : expected.as_object()) {
    std::string difference;
    if (key == "status") {
      const json::value status(got.status);
      difference = first_difference(value, &status, "status");
      if (!difference.empty()) difference += " " + got.body.substr(0, 200);
    } else if (key == "headers") {
      for (const auto& [name, wanted] : value.as_object())
        if (difference.empty()) difference = header_difference(name, wanted, got.headers);
    } else if (key == "headerNames") {
      for (const json::value& name : value.as_array())
        if (std::ranges::none_of(got.headers, [&](const auto& line) { return line.first == name.as_string(); }))
          difference = "no header is spelt " + std::string(name.as_string());
    } else if (key == "body" || key == "bodyBase64") {
      const std::string bytes = key == "body" ? got.body : lamina::base64_encode(got.body);
      const json::value text(bytes);
      difference = first_difference(value, &text, std::string(key));
    } else if (key == "bodyJson") {
      const auto body = json::try_parse(got.body);
      difference = body ? first_difference(value, &*body, "body") : "the body is no JSON: " + got.body.substr(0, 200);
    } else if (key == "bodyNotContains") {
      for (const json::value& text : value.as_array())
        if (got.body.find(std::string_view(text.as_string())) != std::string::npos)
          difference = "the body contains " + json::serialize(text);
    } else {
      throw std::runtime_error("unknown expectation " + std::string(key));
    }
    if (!difference.empty()) return "response " + difference;
  }
  return {};
}

}  // namespace parity
