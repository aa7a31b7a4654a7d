#include "lamina/events/config_event.h"

namespace lamina {
namespace {

result<json::value> read(const json::value& text) {
  if (!text.is_string()) return text;
  return json::try_parse(text.get_string());
}

}  // namespace

result<json::value> config_event::invoking_event() const { return read(member("invokingEvent")); }
result<json::value> config_event::rule_parameters() const { return read(member("ruleParameters")); }

}  // namespace lamina
