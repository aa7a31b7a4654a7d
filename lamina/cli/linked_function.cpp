#include "lamina/cli/linked_function.h"

#include "lamina/runtime/error_document.h"
#include "lamina/runtime/invoke.h"

namespace lamina::cli {
namespace {

function_pool::invocation_result result_of(const outcome& came) {
  function_pool::invocation_result made;
  if (!came) {
    made.outcome = function_pool::outcome::function_error;
    runtime::append_error_document(made.payload, came.error());
  } else if (*came) {
    json::serialize_to(made.payload, **came);
  } else {
    made.payload = "null";
  }
  return made;
}

}  // namespace

linked_function::linked_function(engine chain, function_identity identity)
    : chain_(std::move(chain)),
      timeout_(identity.timeout),
      document_({{"functionName", identity.name},
                 {"functionVersion", "$LATEST"},
                 {"invokedFunctionArn", identity.arn},
                 {"memoryLimitInMB", std::to_string(identity.memory_mb)}}) {}

void linked_function::invoke(function_pool::invocation work, scheduler& caller, completion done) {
  caller.post([this, work = std::move(work), &caller, done = std::move(done)]() mutable {
    serve(work, caller, std::move(done));
  });
}

void linked_function::serve(const function_pool::invocation& work, scheduler& loop, completion done) const {
  auto storage = boost::json::make_shared_resource<json::monotonic_resource>(4096 + 4 * work.event.size());
  auto event = json::try_parse(work.event, storage);
  if (!event) return done(result_of(std::move(event).error()));
  const auto about = std::make_shared<context>(loop, json::object(document_, storage));
  about->document["awsRequestId"] = work.request_id;
  about->document["traceId"] = work.trace_id;
  about->deadline = loop.now() + timeout_;
  runtime::when_done(chain_.run(*std::move(event), about),
                     [done = std::move(done)](const outcome& came) mutable { done(result_of(came)); });
}

}  // namespace lamina::cli
