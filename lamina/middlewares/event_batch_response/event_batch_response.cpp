#include "lamina/middlewares/event_batch_response/event_batch_response.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lamina/base/base64.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/batch.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

// In the internal store: that `before` ran, and Firehose's data as it came.
constexpr std::string_view kept_data = "event-batch-response";

struct outcome {
  bool failed = true;
  const json::value* value = nullptr;  // null: undefined
  std::string reason{};
};

outcome outcome_of(const json::value& listed) {
  if (json::find_string(listed, "status") == "fulfilled") return {false, json::find(listed, "value")};
  const json::value* reason = json::find(listed, "reason");
  if (reason == nullptr || reason->is_null()) return {};
  const json::value* message = json::find(*reason, "message");
  return {true, nullptr, json::to_text(message ? *message : *reason)};
}

std::optional<json::value> copy_of(const json::value* found) {
  return found ? std::optional<json::value>(*found) : std::nullopt;
}

std::optional<json::value> kafka_position(const json::value& record) {
  const json::value* topic = json::find(record, "topic");
  const json::value* partition = json::find(record, "partition");
  const json::value* offset = json::find(record, "offset");
  json::object position{{"partition", (topic ? json::to_text(*topic) : "undefined") + "-" +
                                          (partition ? json::to_text(*partition) : "undefined")}};
  if (offset == nullptr) return position;
  // Some brokers write it as text.
  const auto number = offset->is_string() ? json::try_parse(offset->get_string()) : result<json::value>(*offset);
  position["offset"] = number && number->is_number() ? *number : json::value();
  return position;
}

// What the service calls the record; nothing for services that get no list of failures.
std::optional<json::value> identifier(std::string_view source, const json::value& record) {
  const auto member_of = [&](std::string_view part, std::string_view key) {
    const json::value* found = json::find(record, part);
    return copy_of(found ? json::find(*found, key) : nullptr);
  };
  if (source == "aws:sqs") return copy_of(json::find(record, "messageId"));
  if (source == "aws:kinesis") return member_of("kinesis", "sequenceNumber");
  if (source == "aws:dynamodb") return member_of("dynamodb", "SequenceNumber");
  return kafka_position(record);
}

json::value failure_list(std::string_view source, const std::vector<json::value*>& records,
                         const std::vector<outcome>& outcomes) {
  json::array failures;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!outcomes[i].failed) continue;
    json::object failure;
    if (auto id = identifier(source, *records[i])) failure["itemIdentifier"] = std::move(*id);
    failures.push_back(std::move(failure));
  }
  return json::object{{"batchItemFailures", std::move(failures)}};
}

void copy_member(json::object& to, const json::value& from, std::string_view key) {
  if (const json::value* found = json::find(from, key)) to[key] = *found;
}

json::value s3_results(const json::value& event, const std::vector<json::value*>& records,
                       const std::vector<outcome>& outcomes) {
  json::array results;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const outcome& one = outcomes[i];
    json::object made;
    copy_member(made, *records[i], "taskId");
    const json::value* own = one.value ? json::find(*one.value, "resultCode") : nullptr;
    const json::value* text = own ? json::find(*one.value, "resultString") : one.value;
    made["resultCode"] = own ? *own : json::value(one.failed ? "TemporaryFailure" : "Succeeded");
    made["resultString"] = one.failed ? json::value(one.reason) : text && text->is_string() ? *text : json::value("");
    results.push_back(std::move(made));
  }
  json::object answer;
  copy_member(answer, event, "invocationSchemaVersion");
  answer["treatMissingKeysAs"] = "PermanentFailure";
  copy_member(answer, event, "invocationId");
  answer["results"] = std::move(results);
  return answer;
}

json::value encoded(const json::value& data) {
  return json::value(base64_encode(data.is_string() ? std::string(data.get_string()) : json::serialize(data)));
}

json::object firehose_record(const json::value& record, const json::value* input, const outcome& one) {
  json::object made;
  copy_member(made, record, "recordId");
  const json::value* own = one.value ? json::find(*one.value, "result") : nullptr;
  const json::value* data = own ? json::find(*one.value, "data") : one.value;
  made["result"] = own ? *own : json::value(one.failed ? "ProcessingFailed" : "Ok");
  if (data && !data->is_null())
    made["data"] = encoded(*data);
  else if (input)
    made["data"] = *input;
  return made;
}

json::value firehose_records(const request& request, const std::vector<json::value*>& records,
                             const std::vector<outcome>& outcomes) {
  const json::value* kept = request.internal.find(kept_data);
  const json::array* inputs = kept ? kept->if_array() : nullptr;
  json::array made;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const json::value* input = inputs && i < inputs->size() ? &(*inputs)[i] : json::find(*records[i], "data");
    made.push_back(firehose_record(*records[i], input, outcomes[i]));
  }
  return json::object{{"records", std::move(made)}};
}

bool has_failure_list(std::string_view source) {
  return source == "aws:sqs" || source == "aws:kinesis" || source == "aws:dynamodb" || source == "aws:kafka" ||
         source == "SelfManagedKafka";
}

// The answer of the event's service; nothing when it expects none. `outcome_at` gives the i-th record's outcome.
template <class OutcomeAt>
std::optional<json::value> answer(request& request, OutcomeAt outcome_at) {
  const std::string source(batch_source(request.event));
  const std::vector<json::value*> records = batch_records(request.event);
  std::vector<outcome> outcomes;
  for (std::size_t i = 0; i < records.size(); ++i) outcomes.push_back(outcome_at(i));
  if (has_failure_list(source)) return failure_list(source, records, outcomes);
  if (source == "aws:s3:batch") return s3_results(request.event, records, outcomes);
  if (source == "aws:lambda:events") return firehose_records(request, records, outcomes);
  return std::nullopt;
}

}  // namespace

event_batch_response event_batch_response::from_json(const json::object& options) {
  options_reader(options, "@middy/event-batch-response").finish();
  return {};
}

void event_batch_response::before(request& request) const {
  if (batch_source(request.event) != "aws:lambda:events") {
    request.internal.set(kept_data, json::value());
    return;
  }
  json::array data;
  for (const json::value* record : batch_records(request.event)) {
    const json::value* found = json::find(*record, "data");
    data.push_back(found ? *found : json::value());
  }
  request.internal.set(kept_data, std::move(data));
}

void event_batch_response::after(request& request) const {
  const json::array* listed = request.response ? request.response->if_array() : nullptr;
  if (listed == nullptr) return;
  auto made = answer(request, [&](std::size_t i) { return i < listed->size() ? outcome_of((*listed)[i]) : outcome(); });
  if (made) request.response = std::move(made);
}

void event_batch_response::on_error(request& request) const {
  if (request.response || !request.internal.contains(kept_data)) return;
  const outcome failed{true, nullptr, request.error ? request.error->message : std::string()};
  if (auto made = answer(request, [&](std::size_t) { return failed; })) request.response = std::move(made);
}

}  // namespace lamina
