#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/middlewares/cache/recent_responses.h"

namespace lamina {

struct response_cache_options {
  // What an event's response is kept under. Absent: the MD5 of the event as JSON.
  std::function<std::string(const json::value& event)> calculate_cache_id{};
  // Where responses are kept; both or none. Absent: in this process's memory. What they throw fails the invocation.
  std::function<task<std::optional<json::value>>(std::string key)> get_value{};
  std::function<task<void>(std::string key, json::value response)> set_value{};
  // Of the memory: how many responses, and for how long. Absent: until there is no room.
  std::size_t maximum_size = 128;
  std::optional<std::chrono::milliseconds> expiry{};
};

// Answers an event that was answered before with the same response: nothing else of the chain runs. Errors and missing
// responses are not kept. Put it before whatever changes responses, so that it keeps what the client is to get.
// (@middy/cache of Middy 1.x)
class cache {
 public:
  static constexpr std::string_view name = "cache";
  static response_cache_options read_options(const json::object& options);
  static cache from_json(const json::object& options) { return cache(read_options(options)); }

  // Throws when only one of get_value and set_value is there.
  explicit cache(response_cache_options options = {});
  task<step> before(request& request) const;
  task<void> after(request& request) const;

 private:
  response_cache_options options_;
  std::shared_ptr<recent_responses> memory_;  // copies of the middleware share it
  std::string key_name_;                      // of the key in request.internal, one for each cache
};

}  // namespace lamina
