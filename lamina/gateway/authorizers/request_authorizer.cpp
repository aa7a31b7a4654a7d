#include "lamina/gateway/authorizers/request_authorizer.h"

#include <utility>

#include "lamina/gateway/integration/function_call.h"

namespace lamina::gateway {

request_authorizer::request_authorizer(request_authorizer_options options, function_pool::function& function,
                                       scheduler& loop, logger& log)
    : options_(std::move(options)), function_(function), loop_(loop), log_(log) {}

void request_authorizer::ask(function_pool::invocation event, authorizer_completion done) {
  call_function(function_, std::move(event), loop_, options_.time_limit,
                [this, done = std::move(done)](const auto& invoked) mutable {
                  done(judge_authorizer(invoked, options_.name, log_));
                });
}

}  // namespace lamina::gateway
