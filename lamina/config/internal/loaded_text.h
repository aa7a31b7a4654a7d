#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "lamina/config/serverless.h"

// What most tests of the loader begin with.
namespace lamina::config {

// The text of a service with a provider, so that a test says only what it is about.
inline std::string service_text(std::string_view rest) {
  return "service: shop\nprovider:\n  name: aws\n" + std::string(rest);
}

struct loaded_text {
  explicit loaded_text(std::string_view text, const load_options& options = {})
      : outcome(load_serverless_text(text, options, warned)) {}

  const service* operator->() const { return &outcome.value(); }
  std::string failure() const { return outcome ? std::string("none") : outcome.error().message; }
  bool warns(std::string_view part) const {
    return std::any_of(warned.begin(), warned.end(),
                       [&](const warning& one) { return one.message().find(part) != std::string::npos; });
  }
  std::string all_warnings() const {
    std::string out;
    for (const warning& one : warned) out += one.message() + "\n";
    return out;
  }

  warnings warned;
  result<service> outcome;
};

}  // namespace lamina::config
