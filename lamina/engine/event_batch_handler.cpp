#include "lamina/engine/event_batch_handler.h"

#include "lamina/events/batch.h"

namespace lamina {
namespace {

json::object rejected(std::string_view name, std::string_view message) {
  return {{"status", "rejected"}, {"reason", {{"name", name}, {"message", message}}}};
}

json::object settle(const record_function& each, const json::value& record, context& context) {
  try {
    return {{"status", "fulfilled"}, {"value", each(record, context)}};
  } catch (const error& failure) {
    return rejected(failure.name, failure.message);
  } catch (const std::exception& failure) {
    return rejected("Error", failure.what());
  }
}

}  // namespace

std::function<json::value(const json::value&, context&)> event_batch_handler(record_function each) {
  return [each = std::move(each)](const json::value& event, context& context) -> json::value {
    json::array outcomes;
    if (batch_source(event).empty()) return outcomes;
    for (const json::value* record : batch_records(event)) outcomes.push_back(settle(each, *record, context));
    return outcomes;
  };
}

}  // namespace lamina
