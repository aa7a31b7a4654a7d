#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/config/service.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/gateway_options.h"
#include "lamina/gateway/invoke/event_queue.h"

namespace lamina::gateway {

// A function as the Invoke API has it.
struct invocable {
  std::string key{}, name{};
  function_pool::function* function = nullptr;  // null: it cannot be run here
  function_pool::function* queued = nullptr;    // for events; null like that
};

// The Lambda API of a service: made once, then read by every loop.
struct invoke_api {
  api_stage stage{};  // for logs; Lambda has no stages
  std::vector<invocable> functions{};
  std::map<std::string, std::size_t, std::less<>> by_name{};  // deployed names, and keys that are no such name

  const invocable* find(std::string_view name) const noexcept;
  // "arn:aws:lambda:us-east-1:000000000000:function:shop-dev-mail"
  std::string arn_of(std::string_view name) const;
};

// All functions of the service; those that are not in `functions` cannot be run. options.queued must be filled. What is
// in either must outlive the result.
invoke_api make_invoke_api(const config::service& service, const function_map& functions,
                           const gateway_options& options);

struct event_targets {
  std::vector<event_target> all{};
  std::vector<std::string> notes{};  // destinations that cannot be reached from here, one sentence each
};

// How the functions of a service that can be run take their asynchronous events.
event_targets make_event_targets(const config::service& service, const function_map& functions,
                                 const gateway_options& options);

}  // namespace lamina::gateway
