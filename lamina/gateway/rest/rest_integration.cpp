#include "lamina/gateway/rest/internal/rest_integration.h"

#include <utility>

namespace lamina::gateway::internal {
namespace {

// The made one where it belongs, or why there is none.
template <class Made>
std::string keep(std::shared_ptr<const Made>& in, result<Made> made) {
  if (!made) return made.error().message;
  in = std::make_shared<const Made>(*std::move(made));
  return {};
}

// Asynchronous invocations are invocations of the queue before the function.
std::string take_queued(rest_route& to, const config::route& from, const gateway_options& options) {
  const auto queued = options.queued.find(from.function);
  if (queued == options.queued.end()) return "async: there is no queue for the function " + from.function;
  to.function = queued->second.get();
  return {};
}

}  // namespace

std::string add_integration(rest_route& to, const config::route& from, const api_stage& stage,
                            const gateway_options& options) {
  if (from.integration == "AWS_PROXY") {
    // A function that is invoked asynchronously has no answer to give.
    return from.async ? "async needs `integration: lambda`, as on AWS" : "";
  }
  std::string why;
  if (from.integration == "MOCK") {
    to.integration = integration_kind::mock;
    why = keep(to.mock, mock_integration::make(from, stage));
  } else if (from.integration == "AWS") {
    to.integration = integration_kind::lambda;
    why = keep(to.lambda, lambda_integration::make(from, stage));
    if (why.empty() && from.async) why = take_queued(to, from, options);
  } else {
    to.integration = integration_kind::http;
    why = keep(to.endpoint, endpoint::make(from, stage));
  }
  return why.empty() ? why : "integration " + from.integration + ": " + why;
}

}  // namespace lamina::gateway::internal
