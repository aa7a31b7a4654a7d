#include "trace_middleware.h"

#include <stdexcept>
#include <utility>

#include "case_values.h"
#include "lamina/engine/get_internal.h"

namespace lamina::parity {
namespace {

struct timer {
  scheduler& loop;
  int milliseconds;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) const {
    loop.call_after(std::chrono::milliseconds(milliseconds), [waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

void merge(json::value& into, const json::value& members) {
  if (!into.is_object()) into.emplace_object();
  for (const auto& [key, member] : members.as_object()) into.get_object().insert_or_assign(key, member);
}

step set_early(const std::string& argument) {
  return argument == "undefined" ? respond_nothing() : respond(json::parse(argument));
}

// What an action that changes the request does; false when it is none of these.
bool change(request& request, const std::string& verb, const std::string& argument) {
  if (verb == "respond") {
    request.response = json::parse(argument);
  } else if (verb == "merge") {
    if (!request.response) request.response.emplace(json::object());
    merge(*request.response, json::parse(argument));
  } else if (verb == "set-event") {
    request.event = json::parse(argument);
  } else if (verb == "merge-event") {
    merge(request.event, json::parse(argument));
  } else if (verb == "merge-context") {
    const json::value members = json::parse(argument);
    for (const auto& [key, member] : members.as_object()) request.context.document.insert_or_assign(key, member);
  } else if (verb == "set-internal") {
    const json::value members = json::parse(argument);
    for (const auto& [key, member] : members.as_object()) request.internal.set(key, member);
  } else if (verb == "clear-error") {
    request.error.reset();
  } else {
    return verb == "pass";
  }
  return true;
}

}  // namespace

task<void> pause(scheduler& loop, int milliseconds) { co_await timer{loop, milliseconds}; }

trace_middleware::trace_middleware(const json::object& options, recorder_ptr record)
    : options_(options), id_(json::find_string(options_, "id")), record_(std::move(record)) {}

std::string trace_middleware::action_of(std::string_view phase) const {
  return std::string(json::find_string(options_, phase, "absent"));
}

phases trace_middleware::active() const {
  return {action_of("before") != "absent", action_of("after") != "absent", action_of("onError") != "absent"};
}

task<step> trace_middleware::run(std::string phase, request& request) const {
  if (options_.contains("async")) co_await pause(request.context.loop(), 1);
  record_->trace.push_back(id_ + ":" + phase);
  const std::string action = action_of(phase);
  const std::size_t colon = action.find(':');
  const std::string verb = action.substr(0, colon);
  const std::string argument = colon == std::string::npos ? "" : action.substr(colon + 1);
  if (change(request, verb, argument)) co_return go_on();
  if (verb == "return") co_return respond(json::parse(argument));
  if (verb == "early") co_return set_early(argument);
  if (verb == "throw") throw error(argument);
  if (verb == "rethrow") throw *request.error;
  if (verb == "seen-error") {
    record_->trace.push_back(id_ + ":saw:" + request.error->message);
  } else if (verb == "seen-response") {
    record_->trace.push_back(id_ + ":saw:" + (request.response ? json::serialize(*request.response) : "undefined"));
  } else if (verb == "get-internal") {
    const result<json::object> got = co_await get_internal(json::parse(argument), request);
    if (!got) co_return got.error();
    request.context.document["got"] = *got;
  } else {
    throw std::runtime_error("unknown action " + action);
  }
  co_return go_on();
}

}  // namespace lamina::parity
