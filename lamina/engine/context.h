#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "lamina/base/scheduler.h"
#include "lamina/json/json.h"

namespace lamina {

// What Lambda tells a function about one invocation, and where middlewares leave what handlers should see (Middy's
// `request.context`). One JSON document with AWS's names (awsRequestId, functionName, ...); the accessors are views of
// it. Lives as long as the invocation; used by one thread at a time.
class context {
 public:
  explicit context(scheduler& loop, json::object document = {}) : document(std::move(document)), loop_(&loop) {}

  std::string_view aws_request_id() const { return text("awsRequestId"); }
  std::string_view function_name() const { return text("functionName"); }
  std::string_view function_version() const { return text("functionVersion"); }
  std::string_view invoked_function_arn() const { return text("invokedFunctionArn"); }
  std::string_view log_group_name() const { return text("logGroupName"); }
  std::string_view log_stream_name() const { return text("logStreamName"); }
  std::string_view trace_id() const { return text("traceId"); }

  // Time left until Lambda ends the invocation, never negative; absent when nothing limits it.
  std::optional<std::chrono::milliseconds> remaining_time() const;
  // Set by whoever invokes. Absent: no early timeout either.
  std::optional<steady_time> deadline;

  // Asked to stop when the early timeout fires; the `signal` of a Middy handler.
  std::stop_token stop_token() const { return stop_source().get_token(); }
  void request_stop() { stop_source().request_stop(); }

  // The thread's queue, clock and timers.
  scheduler& loop() const { return *loop_; }

  json::object document;

  // What middlewares leave for handlers that is no JSON (a logger of metrics, a connection): one object of each type,
  // kept as long as the context. Attaching another replaces it.
  template <class Type>
  Type& attach(std::shared_ptr<Type> object) {
    Type& attached = *object;
    keep(typeid(Type), std::move(object));
    return attached;
  }
  // Null when no middleware left one.
  template <class Type>
  Type* attached() const {
    return static_cast<Type*>(find(typeid(Type)));
  }

 private:
  void keep(std::type_index type, std::shared_ptr<void> object);
  void* find(std::type_index type) const;
  std::string_view text(std::string_view key) const;

  scheduler* loop_;
  std::vector<std::pair<std::type_index, std::shared_ptr<void>>> attached_;
  // Made when it is first wanted: it allocates, and few handlers look at it.
  std::stop_source& stop_source() const {
    if (!stop_.stop_possible()) stop_ = std::stop_source();
    return stop_;
  }

  mutable std::stop_source stop_{std::nostopstate};
};

}  // namespace lamina
