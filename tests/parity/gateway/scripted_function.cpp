#include "tests/parity/gateway/scripted_function.h"

#include <algorithm>
#include <stdexcept>

#include "lamina/function_pool/failure_payload.h"

namespace parity {
namespace {

namespace json = lamina::json;
using lamina::function_pool::invocation_result;
using lamina::function_pool::outcome;

// {"$methodArn": true} and {"$routeArn": true} stand for that field of the event.
json::value fill_in(const json::value& from, const json::value& event) {
  if (from.is_array()) {
    json::array out;
    for (const json::value& one : from.get_array()) out.push_back(fill_in(one, event));
    return out;
  }
  if (!from.is_object()) return from;
  for (const std::string_view field : {"methodArn", "routeArn"})
    if (json::find(from, "$" + std::string(field)) != nullptr) return event.at(field);
  json::object out;
  for (const auto& [key, value] : from.get_object()) out[key] = fill_in(value, event);
  return out;
}

invocation_result streamed(const json::array& chunks) {
  invocation_result made{.form = lamina::function_pool::payload_form::streamed_bytes};
  for (const json::value& one : chunks) made.payload += one.as_string();
  return made;
}

}  // namespace

void scripted_function::invoke(lamina::function_pool::invocation work, lamina::scheduler& caller, completion done) {
  log_.add(key_, work.event);
  const json::value* const sleep = json::find(behaviour_, "sleeps_ms");
  const std::chrono::milliseconds wanted(sleep == nullptr ? 0 : sleep->as_int64());
  const bool is_too_long = wanted >= time_limit_;
  invocation_result result =
      is_too_long ? invocation_result{outcome::function_error,
                                      lamina::function_pool::timed_out_payload(work.request_id, time_limit_)}
                  : answer_to(work.event);
  auto reply = [result = std::move(result), done = std::move(done)]() mutable { done(std::move(result)); };
  if (sleep != nullptr)
    caller.call_after(std::min(wanted, time_limit_), std::move(reply));
  else
    caller.post(std::move(reply));
}

invocation_result scripted_function::answer_to(const std::string& event) const {
  if (json::find(behaviour_, "echo") != nullptr)
    return {outcome::success, json::serialize(json::object{{"statusCode", 200}, {"body", event}})};
  if (const json::value* chunks = json::find(behaviour_, "streams")) return streamed(chunks->as_array());
  if (const json::value* failure = json::find(behaviour_, "throws"))
    return {outcome::function_error, json::serialize(*failure)};
  if (const json::value* answer = json::find(behaviour_, "responds"))
    return {outcome::success, json::serialize(fill_in(*answer, json::parse(event)))};
  throw std::runtime_error("unknown behaviour " + json::serialize(behaviour_));
}

}  // namespace parity
