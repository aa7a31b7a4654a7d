#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "lamina/engine/engine.h"

namespace lamina {

// Makes this program a Lambda function; the last line of main(), which returns what it returns.
//
//   int main() { return lamina::run(engine(hello)); }
//
// Under Lambda (or a lamina gateway; AWS_LAMBDA_RUNTIME_API is set) it serves events until SIGTERM, finishing the one
// under way (0), or until the Runtime API is gone (1). Each event is given to the engine with a context whose document
// has the members of Node's: awsRequestId, functionName, functionVersion, invokedFunctionArn, memoryLimitInMB,
// logGroupName, logStreamName, and traceId, identity, clientContext, tenantId when there is one. _X_AMZN_TRACE_ID is
// that of the invocation. AWS_LAMBDA_MAX_CONCURRENCY=N serves N events at once, each on a thread of its own, with the
// same engine (and without _X_AMZN_TRACE_ID, which can have only one value).
//
// Before the first event middlewares begin to load what they prefetch, unless N is more than one.
//
// What the handler throws or fails with is reported as {"errorMessage", "errorType", "stackTrace": []}.
//
// Started by hand it says so, and offers --event FILE (one invocation, the answer on standard output), --serve PORT
// (the engine behind a plain HTTP listener) and --help.
int run(engine only);

// The same for several functions in one program. _HANDLER picks one by its name; of "src/index.api" the part after the
// last dot counts when there is none of the whole name. Started by hand, --handler NAME picks.
int run(std::initializer_list<std::pair<std::string_view, engine>> handlers);

}  // namespace lamina
