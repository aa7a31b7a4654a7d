#include "lamina/events/batch.h"

namespace lamina {
namespace {

const json::value* present(const json::value& document, std::string_view key) noexcept {
  const json::value* found = json::find(document, key);
  return found && !found->is_null() ? found : nullptr;
}

}  // namespace

const json::value* record_list(const json::value& event) noexcept {
  for (const std::string_view key : {"Records", "records", "messages", "tasks", "events"})
    if (const json::value* found = present(event, key)) return found;
  return nullptr;
}

std::string_view batch_source(const json::value& event) noexcept {
  if (const auto named = json::find_string(event, "eventSource"); !named.empty()) return named;
  if (present(event, "deliveryStreamArn")) return "aws:lambda:events";
  const json::value* tasks = present(event, "tasks");
  if (present(event, "invocationSchemaVersion") && tasks && tasks->is_array()) return "aws:s3:batch";
  const json::value* list = record_list(event);
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return {};
  const json::value& first = list->get_array().front();
  for (const std::string_view key : {"eventSource", "EventSource"})
    if (const auto named = json::find_string(first, key); !named.empty()) return named;
  return json::find_string(first, "s3Key").empty() ? std::string_view() : "aws:s3:batch";
}

std::vector<json::value*> batch_records(json::value& event) {
  std::vector<json::value*> records;
  json::value* queues = json::find(event, "rmqMessagesByQueue");
  json::value* list = queues ? queues : const_cast<json::value*>(record_list(event));
  const auto add = [&](json::value& items) {
    if (items.is_array())
      for (json::value& item : items.get_array()) records.push_back(&item);
  };
  if (list && list->is_object())
    for (auto& part : list->get_object()) add(part.value());
  else if (list)
    add(*list);
  return records;
}

std::vector<const json::value*> batch_records(const json::value& event) {
  const auto records = batch_records(const_cast<json::value&>(event));  // which only looks
  return {records.begin(), records.end()};
}

}  // namespace lamina
