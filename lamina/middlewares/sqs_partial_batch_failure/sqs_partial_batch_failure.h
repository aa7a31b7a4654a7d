#pragma once

#include <functional>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct sqs_partial_batch_failure_options {
  // Is told why each message failed: the `reason` of its outcome (an error as {"name", "message", ...}; null when there
  // is none), and the record. Empty: nothing is logged. By default one line on standard error.
  std::function<void(const json::value& reason, const json::value& record)> logger{log_failure};

  static void log_failure(const json::value& reason, const json::value& record);
};

// Turns a handler's list of outcomes ({"status": "fulfilled"} or {"status": "rejected", "reason"}) into the answer with
// which SQS redelivers only the messages that failed. An error that nobody answered fails all of them.
// (@middy/sqs-partial-batch-failure)
class sqs_partial_batch_failure {
 public:
  static constexpr std::string_view name = "sqs-partial-batch-failure";
  static sqs_partial_batch_failure_options read_options(const json::object& options);
  static sqs_partial_batch_failure from_json(const json::object& options);

  explicit sqs_partial_batch_failure(sqs_partial_batch_failure_options options = {});
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  template <class ReasonOf>
  void answer(request& request, ReasonOf reason_of) const;

  sqs_partial_batch_failure_options options_;
};

}  // namespace lamina
