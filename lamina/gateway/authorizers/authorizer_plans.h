#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/base/result.h"
#include "lamina/base/scheduler.h"
#include "lamina/config/service.h"
#include "lamina/gateway/authorizers/authorizer.h"
#include "lamina/gateway/gateway_options.h"

namespace lamina::gateway {

// Which kind of API the authorizers guard: results, events and caching differ.
enum class guarded_api { rest, http, websocket, function_url };

// The authorizers of one API of a service: found and checked once, at the start; then made for each event loop. Routes
// with the same authorizer share it, and so its cache.
class authorizer_plans {
 public:
  // `from` and `options` must be there as long as authorizers are added; the functions must outlive what make()
  // returns.
  authorizer_plans(guarded_api api, const config::service& from, const function_map& functions,
                   const gateway_options& options);
  ~authorizer_plans();
  authorizer_plans(authorizer_plans&&) noexcept;
  authorizer_plans& operator=(authorizer_plans&&) noexcept;

  // Where a route's authorizer is in what make() returns; or why nobody may pass there, since this gateway cannot ask
  // it: then the route must stay closed.
  struct place {
    std::optional<std::size_t> index{};
    config::authorizer::kind type{};
    std::string event_version{};  // of the event it wants; see authorizer_event_form
    std::string closed{};
  };
  // Errors are those of the configuration, and stop the start: a broken expression, an identity source that is none.
  result<place> add(const config::authorizer& guard);

  // What its author should know of the authorizers, one sentence each: nobody's keys are known, ...
  const std::vector<std::string>& notes() const noexcept;
  std::size_t size() const noexcept;
  // As in the configuration, else its function's or "aws_iam": for logs and metrics.
  std::string_view name(std::size_t index) const noexcept;

  // One of each, in order. `loop` and `log` must outlive them. The plans may be read by several threads.
  result<std::vector<std::unique_ptr<authorizer>>> make(scheduler& loop, logger& log) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lamina::gateway
