#include "chain_case.h"

#include <utility>

#include "case_middlewares.h"
#include "case_values.h"
#include "declared_handler.h"
#include "lamina/testing/manual_scheduler.h"

namespace lamina::parity {
namespace {

verdict compare(const json::value& expected, const json::value& actual) {
  std::string found = difference(expected, actual, "expect");
  return {found.empty() ? verdict::kind::passed : verdict::kind::failed, std::move(found)};
}

// What a hook of the plugin does: it is recorded, then it may throw.
auto make_hook(const json::value& plugin, std::string name, const recorder_ptr& record) {
  const json::value* throws = json::find(plugin, "hookThrows");
  const std::string message(throws ? json::find_string(*throws, name) : "");
  return [record, name = std::move(name), message](std::string_view function) {
    record->trace.push_back("hook:" + name + (function.empty() ? "" : ":" + std::string(function)));
    if (!message.empty()) throw error(message);
  };
}

void set_hook(plugin& made, const json::value& written, const std::string& name, const recorder_ptr& record) {
  auto hook = make_hook(written, name, record);
  if (name == "beforePrefetch") made.before_prefetch = [hook] { hook(""); };
  if (name == "requestStart") made.request_start = [hook](request&) { hook(""); };
  if (name == "beforeMiddleware") made.before_middleware = hook;
  if (name == "afterMiddleware") made.after_middleware = hook;
  if (name == "beforeHandler") made.before_handler = [hook] { hook(""); };
  if (name == "afterHandler") made.after_handler = [hook] { hook(""); };
  if (name == "requestEnd")
    made.request_end = [hook, record](request& request) {
      record->internal = request.internal.snapshot();
      hook("");
    };
}

plugin make_plugin(const json::value& one, const recorder_ptr& record) {
  plugin made;
  made.request_end = [record](request& request) { record->internal = request.internal.snapshot(); };
  const json::value* written = json::find(one, "plugin");
  if (written == nullptr) return made;
  if (const json::value* internal = json::find(*written, "internal"))
    made.internal = input_value(*internal).as_object();
  if (const json::value* margin = json::find(*written, "timeoutEarlyInMillis"))
    made.timeout_early = std::chrono::milliseconds(margin->to_number<int>());
  if (const json::value* answer = json::find(*written, "timeoutEarlyResponse"))
    made.timeout_early_response = [answer = *answer] { return answer; };
  if (const json::value* hooks = json::find(*written, "hooks"))
    for (const json::value& name : hooks->as_array()) set_hook(made, *written, std::string(name.as_string()), record);
  return made;
}

engine make_engine(const json::value& one, const registry& middlewares, const recorder_ptr& record) {
  engine chain(make_plugin(one, record));
  const json::value* late = json::find(one, "attach_handler_late");
  const bool is_late = late && late->as_bool();
  if (!is_late) chain.handler(make_handler(one.at("handler"), middlewares, record));
  attach(chain, one.at("middlewares").as_array(), middlewares);
  if (is_late) chain.handler(make_handler(one.at("handler"), middlewares, record));
  return chain;
}

context make_context(const json::value& one, scheduler& loop) {
  const json::value* written = json::find(one, "context");
  context made(loop, written ? input_value(*written).as_object() : json::object());
  if (const json::value* remaining = made.document.if_contains("remainingTimeInMillis")) {
    made.deadline = loop.now() + std::chrono::milliseconds(remaining->to_number<int>());
    made.document.erase("remainingTimeInMillis");
  }
  return made;
}

json::value input_event(const json::value& one) {
  const json::value* event = json::find(one, "event");
  return event ? input_value(*event) : json::value(json::object());
}

// Logs of errors that were no Error objects in JavaScript show {"thrown": {statusCode, message, expose}}.
void show_thrown_as_expected(json::array& logs, const json::value* expected) {
  if (expected == nullptr) return;
  for (std::size_t i = 0; i < logs.size() && i < expected->as_array().size(); ++i) {
    const json::value* wanted = json::find(expected->as_array()[i], "error");
    json::value* shown = json::find(logs[i], "error");
    if (!wanted || !shown || !json::find(*wanted, "thrown")) continue;
    json::object members = shown->as_object();
    members.erase("name");
    *shown = json::object{{"thrown", std::move(members)}};
  }
}

void add_optional(json::object& actual, const json::value& expected, const recorder& record, const context& context,
                  const json::object& input_context) {
  if (json::find(expected, "trace")) actual["trace"] = json::array(record.trace.begin(), record.trace.end());
  if (json::find(expected, "internal")) actual["internal"] = record.internal;
  if (json::find(expected, "route") || record.route)
    actual["route"] = record.route ? json::value(*record.route) : json::value();
  if (record.context && !json::equal(*record.context, input_context)) actual["context"] = *record.context;
  if (json::find(expected, "context_end")) actual["context_end"] = context.document;
}

json::object observe(const json::value& one, const outcome& said, recorder& record, const context& context,
                     const json::object& input_context) {
  const json::value& expected = one.at("expect");
  json::object actual;
  if (!said)
    actual["error"] = shown_error(said.error());
  else if (*said)
    actual["response"] = **said;
  actual["event"] = record.event ? *record.event : json::value();
  show_thrown_as_expected(record.logs, json::find(expected, "logs"));
  const std::pair<const char*, const json::array*> lists[] = {
      {"logs", &record.logs}, {"stdout", &record.stdout_lines}, {"calls", &record.calls}};
  for (const auto& [key, list] : lists)
    if (!list->empty() || json::find(expected, key)) actual[key] = *list;
  add_optional(actual, expected, record, context, input_context);
  return actual;
}

verdict run_repeatedly(const json::value& one, const engine& chain, recorder& record, testing::manual_scheduler& loop) {
  json::array results;
  for (std::int64_t i = 0; i < one.at("invocations").to_number<std::int64_t>(); ++i) {
    context context = make_context(one, loop);
    record.invocation = static_cast<int>(i) + 1;
    const outcome said = chain(input_event(one), context);
    json::object result{{"context", context.document}};
    if (!said)
      result["error"] = shown_error(said.error());
    else if (*said)
      result["response"] = **said;
    results.push_back(std::move(result));
  }
  json::object actual{{"results", std::move(results)}};
  const json::value& expected = one.at("expect");
  if (!record.clients.empty() || json::find(expected, "clients")) actual["clients"] = record.clients;
  if (!record.calls.empty() || json::find(expected, "calls")) actual["calls"] = record.calls;
  return compare(expected, actual);
}

}  // namespace

verdict run_chain_case(const json::value& one) {
  const auto record = std::make_shared<recorder>();
  if (const json::value* mock = json::find(one, "mock"); mock && json::find(*mock, "fail"))
    record->client_failures = mock->at("fail").as_array();
  if (const json::value* mock = json::find(one, "mock"); mock && json::find(*mock, "responses"))
    record->client_answers = mock->at("responses").as_array();
  if (const json::value* variables = json::find(one, "env"))
    for (const auto& [key, value] : variables->as_object())
      record->environment.emplace(std::string(key), std::string(value.as_string()));
  testing::manual_scheduler loop;
  engine chain;
  try {
    chain = make_engine(one, case_middlewares(record), record);
  } catch (const not_built& missing) {
    return {verdict::kind::skipped, missing.reason};
  } catch (const error& failure) {
    return compare(one.at("expect"), json::object{{"setup_error", shown_error(failure)}});
  }
  if (json::find(one, "invocations")) return run_repeatedly(one, chain, *record, loop);
  context context = make_context(one, loop);
  const json::object input_context = context.document;
  const outcome said = chain(input_event(one), context);
  return compare(one.at("expect"), observe(one, said, *record, context, input_context));
}

}  // namespace lamina::parity
