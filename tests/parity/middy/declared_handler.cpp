#include "declared_handler.h"

#include <utility>

#include "case_metrics.h"
#include "case_router.h"
#include "case_values.h"
#include "lamina/engine/event_batch_handler.h"
#include "trace_middleware.h"

namespace lamina::parity {
namespace {

using response = std::optional<json::value>;

json::object echo_response(const json::value& event) { return {{"statusCode", 200}, {"body", json::serialize(event)}}; }

response echo(std::string_view what, const json::value& event) {
  if (what == "event") return echo_response(event);
  if (what == "raw-event") return event;
  const json::value* body = json::find(event, "body");
  return body ? response(*body) : std::nullopt;
}

json::value repeated(const json::value& written) {
  const json::value& repeat = written.at("repeat");
  std::string body;
  for (std::int64_t i = 0; i < repeat.at("times").to_number<std::int64_t>(); ++i) body += repeat.at("text").as_string();
  json::value made = input_value(written.at("response"));
  made.as_object()["body"] = body;
  return made;
}

json::array settled(const json::array& written) {
  json::array outcomes;
  for (const json::value& one : written) {
    json::object outcome;
    if (const json::value* failure = json::find(one, "error")) {
      outcome["status"] = "rejected";
      outcome["reason"] = shown_error(input_error(*failure));
    } else {
      outcome["status"] = "fulfilled";
      if (const json::value* value = json::find(one, "value")) outcome["value"] = input_value(*value);
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

// The record function of a batch: record i fails as fail[i] says, else answers with its body, values[i] or value.
json::value batch(const json::value& written, const json::value& event, context& context, const recorder_ptr& record) {
  std::size_t next = 0;
  return event_batch_handler([&](const json::value& one, lamina::context&) -> json::value {
    const std::string index = std::to_string(next++);
    record->trace.push_back("record:" + index);
    const json::value* failures = json::find(written, "fail");
    if (const json::value* failure = failures ? json::find(*failures, index) : nullptr) throw input_error(*failure);
    if (json::find_string(written, "echo") == "body") return one.at("body");
    if (const json::value* values = json::find(written, "values")) {
      const json::value* own =
          values->is_array() ? values->get_array().if_contains(next - 1) : json::find(*values, index);
      if (own) return input_value(*own);
    }
    const json::value* value = json::find(written, "value");
    return value ? input_value(*value) : json::value();
  })(event, context);
}

response respond_as_written(const json::value& written, const json::value& event) {
  if (const json::value* failure = json::find(written, "throw")) throw input_error(*failure);
  if (const json::value* value = json::find(written, "return")) return input_value(*value);
  if (const json::value* what = json::find(written, "echo")) return echo(what->as_string(), event);
  if (json::find(written, "repeat")) return repeated(written);
  if (const json::value* list = json::find(written, "settle")) return settled(list->as_array());
  return std::nullopt;
}

}  // namespace

handler_function make_handler(const json::value& written, const registry& middlewares, const recorder_ptr& record,
                              const std::optional<std::string>& route) {
  if (auto router = make_case_router(written, middlewares, record)) return *router;
  if (const json::value* nested = json::find(written, "middy")) {
    engine inner(make_handler(nested->at("handler"), middlewares, record, route));
    attach(inner, nested->at("middlewares").as_array(), middlewares);
    return inner;
  }
  return [written, record, route](const json::value& event, context& context) -> task<response> {
    record->trace.push_back(route.value_or("handler"));
    if (route) record->route = route;
    record->event = event;
    record->context = context.document;
    if (const json::value* delay = json::find(written, "delay_ms"))
      co_await pause(context.loop(), delay->to_number<int>());
    call_metrics(written, context);
    const json::value* records = json::find(written, "batch");
    response said = records ? batch(*records, event, context, record) : respond_as_written(written, event);
    co_return said;
  };
}

namespace {

middleware make(const json::value& entry, const registry& middlewares) {
  const std::string name(entry.at("name").as_string());
  if (!middlewares.contains(name)) throw not_built{"middleware " + name + " is not built yet"};
  const json::value* options = json::find(entry, "options");
  return middlewares.make(name, options ? options->as_object() : json::object());
}

// A middleware whose hooks are attached one by one.
void attach_inline(engine& chain, const middleware& one) {
  const auto function = [&one](const hook& hook) {
    return [hook, owner = one.owner()](request& request) -> task<step> {
      if (hook.now) co_return hook.now(hook.self, request);
      step said = co_await hook.later(hook.self, request);
      co_return said;
    };
  };
  if (one.before()) chain.before(function(one.before()), one.name());
  if (one.after()) chain.after(function(one.after()), one.name());
  if (one.on_error()) chain.on_error(function(one.on_error()), one.name());
}

}  // namespace

void attach(engine& chain, const json::array& written, const registry& middlewares) {
  for (const json::value& entry : written) {
    if (const json::array* list = entry.if_array()) {
      std::vector<middleware> several;
      for (const json::value& one : *list) several.push_back(make(one, middlewares));
      chain.use(std::move(several));
    } else if (json::find_string(entry, "attach") == "inline") {
      attach_inline(chain, make(entry, middlewares));
    } else {
      chain.use(make(entry, middlewares));
    }
  }
}

}  // namespace lamina::parity
