#include "lamina/middlewares/sqs_partial_batch_failure/sqs_partial_batch_failure.h"

#include <utility>

#include "lamina/base/log.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

json::value described(const error& failure) {
  json::object reason{{"name", failure.name}, {"message", failure.message}};
  if (failure.status_code != 0) reason["statusCode"] = failure.status_code;
  return reason;
}

}  // namespace

void sqs_partial_batch_failure_options::log_failure(const json::value& reason, const json::value& record) {
  static lamina::logger sink = lamina::logger::to_stderr();
  sink.error("message failed",
             {{"messageId", json::find_string(record, "messageId")}, {"reason", json::find_string(reason, "message")}});
}

sqs_partial_batch_failure_options sqs_partial_batch_failure::read_options(const json::object& options) {
  sqs_partial_batch_failure_options result;
  options_reader read(options, "@middy/sqs-partial-batch-failure");
  if (const json::value* logger = read.value("logger")) {
    if (*logger != json::value(false)) read.refuse("logger", "false; a function cannot be given here");
    result.logger = nullptr;
  }
  read.finish();
  return result;
}

sqs_partial_batch_failure sqs_partial_batch_failure::from_json(const json::object& options) {
  return sqs_partial_batch_failure(read_options(options));
}

sqs_partial_batch_failure::sqs_partial_batch_failure(sqs_partial_batch_failure_options options)
    : options_(std::move(options)) {}

// `reason_of` gives the reason of the i-th record's failure; null when it did not fail.
template <class ReasonOf>
void sqs_partial_batch_failure::answer(request& request, ReasonOf reason_of) const {
  json::array failures(request.storage());
  const json::value* records = json::find(request.event, "Records");
  for (std::size_t i = 0; records && records->is_array() && i < records->get_array().size(); ++i) {
    const json::value& record = records->get_array()[i];
    const json::value* reason = reason_of(i);
    if (reason == nullptr) continue;
    json::object& failure = failures.emplace_back(nullptr).emplace_object();
    if (const json::value* id = json::find(record, "messageId")) json::set(failure, "itemIdentifier", *id);
    if (options_.logger) options_.logger(*reason, record);
  }
  json::object response(request.storage());
  response["batchItemFailures"] = std::move(failures);
  request.response = std::move(response);
}

void sqs_partial_batch_failure::after(request& request) const {
  static const json::value no_reason;
  const json::value outcomes = request.response ? std::move(*request.response) : json::value();
  answer(request, [&](std::size_t i) {
    if (!outcomes.is_array() || i >= outcomes.get_array().size()) return &no_reason;
    const json::value& outcome = outcomes.get_array()[i];
    if (json::find_string(outcome, "status") == "fulfilled") return static_cast<const json::value*>(nullptr);
    const json::value* reason = json::find(outcome, "reason");
    return reason ? reason : &no_reason;
  });
}

void sqs_partial_batch_failure::on_error(request& request) const {
  if (request.response) return;
  const json::value reason = request.error ? described(*request.error) : json::value();
  answer(request, [&](std::size_t) { return &reason; });
}

}  // namespace lamina
