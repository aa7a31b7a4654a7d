#pragma once

#include <functional>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct warmup_options {
  // Is this event a warm-up call? Absent: its `source` is "serverless-plugin-warmup".
  std::function<bool(const json::value& event)> is_warming_up;
};

// Answers warm-up calls with "warmup" before anything else runs. Put it first. (@middy/warmup)
class warmup {
 public:
  static constexpr std::string_view name = "warmup";
  static warmup from_json(const json::object& options);

  explicit warmup(warmup_options options = {});
  step before(request& request) const;

 private:
  warmup_options options_;
};

}  // namespace lamina
